package io.terraverde.it.traffic;

import io.terraverde.it.history.Register;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The registers of a registry, and what answers say of them. The value of a version is the integrity of its
/// bytes, that of a dist-tag a version, that of a deprecation its message, that of a token [#VALID].
final class Registers {
    static final String VALID = "valid";

    private Registers() {}

    static Register version(String name, String version) {
        return new Register("versions of " + name, version);
    }

    static Register tag(String name, String tag) {
        return new Register("tags of " + name, tag);
    }

    static Register deprecation(String name, String version) {
        return new Register("deprecations of " + name, version);
    }

    static Register token(String key) {
        return new Register("tokens", key);
    }

    /// The groups that a packument shows as a whole.
    static Set<String> ofPackument(String name) {
        return Set.of("versions of " + name, "tags of " + name, "deprecations of " + name);
    }

    /// The groups that a list of dist-tags shows as a whole.
    static Set<String> ofTags(String name) {
        return Set.of("tags of " + name);
    }

    /// What a packument, full or abbreviated, says.
    static Map<Register, String> packument(String name, JsonNode packument) {
        var values = new HashMap<Register, String>(tags(name, packument.path("dist-tags")));
        packument.path("versions").forEachEntry((version, manifest) -> {
            values.put(
                    version(name, version),
                    manifest.path("dist").path("integrity").asString(""));
            String message = manifest.path("deprecated").asString("");
            if (!message.isEmpty()) {
                values.put(deprecation(name, version), message);
            }
        });
        return values;
    }

    /// What a list of dist-tags says.
    static Map<Register, String> tags(String name, JsonNode tags) {
        var values = new HashMap<Register, String>();
        tags.forEachEntry((tag, version) -> values.put(tag(name, tag), version.asString()));
        return values;
    }
}
