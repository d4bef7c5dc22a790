package io.terraverde.publish;

import io.terraverde.name.PackageName;
import io.terraverde.name.Version;
import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.TarballFacts;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the manifest a client wrote into the one that is stored: what clients leak is removed, what the registry knows
/// better is set, the rest stays as it is.
final class StoredManifest {
    private static final List<String> LEAKED = List.of("_resolved", "_from", "_integrity");
    private static final List<String> LEAKED_TEXTS = List.of("integrity", "shasum");
    private static final List<String> INSTALL_SCRIPTS = List.of("preinstall", "install", "postinstall");

    private StoredManifest() {}

    static ObjectNode of(
            PackageName name, Version version, ObjectNode written, TarballFacts facts, Integrity integrity) {
        ObjectNode manifest = written.deepCopy();
        manifest.remove(LEAKED);
        for (String field : LEAKED_TEXTS) {
            if (manifest.path(field).isString()) {
                manifest.remove(field);
            }
        }
        JsonNode deprecated = manifest.path("deprecated");
        if (deprecated.isNull()
                || (deprecated.isString() && deprecated.stringValue().isEmpty())) {
            manifest.remove("deprecated");
        }
        manifest.remove("readme");
        manifest.put("name", name.text());
        manifest.put("version", version.text());
        manifest.put("_id", name.text() + "@" + version.text());
        manifest.put("_hasShrinkwrap", facts.hasShrinkwrap());
        if (facts.hasInstallScript() || hasInstallScript(manifest)) {
            manifest.put("hasInstallScript", true);
        } else {
            manifest.remove("hasInstallScript");
        }
        complete(manifest, facts, integrity);
        return manifest;
    }

    private static void complete(ObjectNode manifest, TarballFacts facts, Integrity integrity) {
        ObjectNode dist = manifest.path("dist") instanceof ObjectNode present ? present : manifest.putObject("dist");
        dist.put("integrity", integrity.sri());
        dist.put("shasum", integrity.shasum());
        dist.put("fileCount", facts.fileCount());
        dist.put("unpackedSize", facts.unpackedBytes());
    }

    private static boolean hasInstallScript(ObjectNode manifest) {
        JsonNode scripts = manifest.path("scripts");
        return INSTALL_SCRIPTS.stream()
                .anyMatch(script -> !scripts.path(script).stringValue("").isEmpty());
    }
}
