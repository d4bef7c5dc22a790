package io.terraverde.packument;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One version's part of a packument: the manifest as its publisher sent it, for example
/// `{"name":"a","version":"1.0.0","dist":{"tarball":"http://…/a-1.0.0.tgz","integrity":"sha512-…","shasum":"…"}}`.
/// Kept as bytes; a tree is made only by those who change one version.
public final class VersionManifest {
    private final RawJson json;
    private volatile @Nullable String tarballFile;

    private VersionManifest(RawJson json) {
        this.json = json;
    }

    /// A manifest as it stands in a document.
    ///
    /// @throws IllegalArgumentException when it is no JSON object
    public static VersionManifest of(RawJson json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("a version manifest is a JSON object");
        }
        return new VersionManifest(json);
    }

    /// A manifest from a tree.
    public static VersionManifest of(ObjectNode tree) {
        return new VersionManifest(RawJson.of(tree));
    }

    /// The JSON as it is stored.
    public RawJson json() {
        return json;
    }

    /// A fresh tree, the caller's to change.
    public ObjectNode tree() {
        return (ObjectNode) json.tree();
    }

    /// The members in their order.
    public Map<String, RawJson> members() {
        return json.members();
    }

    /// The name of the stored tarball: the last path segment of `dist.tarball`, whatever stands before it;
    /// empty text when there is none. Verdaccio stores the publisher's URL, or any other, so nothing of it is
    /// parsed strictly.
    public String tarballFile() {
        String known = tarballFile;
        if (known == null) {
            known = ofDist("tarball").map(VersionManifest::lastSegment).orElse("");
            tarballFile = known;
        }
        return known;
    }

    /// The value of `dist.tarball`, whatever it is.
    public Optional<String> tarballUrl() {
        return ofDist("tarball");
    }

    /// The value of `dist.integrity`, for example `sha512-…`.
    public Optional<String> integrity() {
        return ofDist("integrity");
    }

    /// The value of `dist.shasum`, the SHA-1 of the tarball in hex.
    public Optional<String> shasum() {
        return ofDist("shasum");
    }

    /// The same manifest with another tarball name at the end of `dist.tarball`.
    public VersionManifest withTarballUrl(String url) {
        ObjectNode tree = tree();
        tree.withObject("/dist").put("tarball", url);
        return of(tree);
    }

    /// The deprecation message, if the version is deprecated. An empty one counts as none, as in npm.
    public Optional<String> deprecated() {
        return json.member("deprecated").flatMap(RawJson::asText).filter(message -> !message.isEmpty());
    }

    /// The same manifest with another deprecation message; an empty one takes the deprecation away.
    public VersionManifest withDeprecated(String message) {
        ObjectNode tree = tree();
        if (message.isEmpty()) {
            tree.remove("deprecated");
        } else {
            tree.put("deprecated", message);
        }
        return of(tree);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionManifest manifest && manifest.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private Optional<String> ofDist(String name) {
        return json.member("dist").flatMap(dist -> dist.member(name)).flatMap(RawJson::asText);
    }

    private static String lastSegment(String text) {
        int end = text.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = text.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String path = text.substring(0, end);
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
