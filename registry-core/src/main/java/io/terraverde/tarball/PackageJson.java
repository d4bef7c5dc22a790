package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The `package.json` of a tarball. As for the npm client, the last of two equal keys counts.
final class PackageJson {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .build();
    private static final List<String> INSTALL_SCRIPTS = List.of("preinstall", "install", "postinstall");

    private final ObjectNode content;

    private PackageJson(ObjectNode content) {
        this.content = content;
    }

    static PackageJson parse(byte[] bytes) {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return new PackageJson(object);
            }
        } catch (JacksonException e) {
            throw RegistryException.Invalid.malformed(
                    "package.json in the tarball is not readable JSON: " + EntryPath.shown(e.getOriginalMessage()));
        }
        throw RegistryException.Invalid.malformed("package.json in the tarball is not a JSON object");
    }

    ObjectNode content() {
        return content;
    }

    String text(String field) {
        return content.path(field)
                .stringValueOpt()
                .orElseThrow(() -> RegistryException.Invalid.malformed("package.json in the tarball has no " + field));
    }

    boolean hasInstallScript(boolean hasBindingGyp) {
        JsonNode scripts = content.path("scripts");
        boolean runsScript = INSTALL_SCRIPTS.stream()
                .anyMatch(script -> !scripts.path(script).stringValue("").isEmpty());
        JsonNode gypfile = content.path("gypfile");
        boolean builds = hasBindingGyp && !(gypfile.isBoolean() && !gypfile.booleanValue());
        return runsScript || builds;
    }
}
