package io.terraverde.it.content;

import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The body of a publish as npm makes it; a tree, so that a test can spoil it before it is sent.
public final class PublishDocument {
    private PublishDocument() {}

    /// The document that publishes this source with the tag `latest`.
    public static ObjectNode of(PackageSource source) {
        return of(source, source.tarball());
    }

    /// The document that publishes these bytes under the name and version of a source.
    public static ObjectNode of(PackageSource source, byte[] tarball) {
        ObjectNode document = without(source);
        ObjectNode dist =
                (ObjectNode) document.path("versions").path(source.version()).path("dist");
        dist.put("integrity", Digests.integrity(tarball)).put("shasum", Digests.shasum(tarball));
        document.putObject("_attachments")
                .putObject(attachment(source))
                .put("content_type", "application/octet-stream")
                .put("data", Base64.getEncoder().encodeToString(tarball))
                .put("length", tarball.length);
        return document;
    }

    /// The document without attachment, shasum and integrity.
    static ObjectNode without(PackageSource source) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("_id", source.name()).put("name", source.name());
        document.putObject("dist-tags").put("latest", source.version());
        ObjectNode version = source.manifest();
        version.put("_id", source.id()).put("readme", source.readme());
        version.putObject("dist").put("tarball", "http://localhost/" + source.name() + "/-/" + attachment(source));
        document.putObject("versions").set(source.version(), version);
        document.putNull("access");
        return document;
    }

    /// The key of the attachment, for example `@acme/app-1.0.0.tgz`.
    public static String attachment(PackageSource source) {
        return source.name() + "-" + source.version() + ".tgz";
    }

    /// The path that it is put to, for example `/@acme%2fapp`.
    public static String path(String name) {
        return "/" + name.replace("/", "%2f");
    }
}
