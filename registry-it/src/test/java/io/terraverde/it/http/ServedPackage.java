package io.terraverde.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.Digests;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A packument as a client sees it.
public final class ServedPackage {
    private final RegistryHttp http;
    private final JsonNode packument;

    ServedPackage(RegistryHttp http, JsonNode packument) {
        this.http = http;
        this.packument = packument;
    }

    /// The document.
    public JsonNode json() {
        return packument;
    }

    /// Its versions, in the order of the document.
    public Collection<String> versions() {
        return packument.path("versions").propertyNames();
    }

    /// One version; a missing node when there is none.
    public JsonNode version(String version) {
        return packument.path("versions").path(version);
    }

    /// Its dist-tags, for example `{latest=1.0.0}`.
    public Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        packument.path("dist-tags").forEachEntry((tag, version) -> tags.put(tag, version.asString()));
        return tags;
    }

    /// The messages of its deprecated versions.
    public Map<String, String> deprecated() {
        var messages = new LinkedHashMap<String, String>();
        packument.path("versions").forEachEntry((version, manifest) -> {
            if (manifest.has("deprecated")) {
                messages.put(version, manifest.path("deprecated").asString());
            }
        });
        return messages;
    }

    /// Who starred it.
    public Collection<String> stars() {
        return packument.path("users").propertyNames();
    }

    /// The bytes of a version, which must be those that its `dist` promises.
    public byte[] tarball(String version) {
        JsonNode dist = version(version).path("dist");
        byte[] bytes = http.get(dist.path("tarball").asString()).is(200).bytes();
        assertThat(Digests.shasum(bytes))
                .as("shasum of " + version)
                .isEqualTo(dist.path("shasum").asString());
        assertThat(Digests.integrity(bytes))
                .as("integrity of " + version)
                .isEqualTo(dist.path("integrity").asString());
        return bytes;
    }
}
