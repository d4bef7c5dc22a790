package io.terraverde.publish;

import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import java.util.Map;

/// Where the provenance bundle of a version lies: beside its tarball, as `{base}-{version}.sigstore`, or under a name
/// with a commit id when that was taken.
final class Provenance {
    static final String ENDING = ".sigstore";

    private Provenance() {}

    static String canonicalFile(PackageName name, String version) {
        return name.base() + "-" + version + ENDING;
    }

    /// The stored bundle of a version; empty text when it has none.
    static String fileOf(Packument packument, String version) {
        return packument.attachments().entrySet().stream()
                .filter(file -> file.getKey().endsWith(ENDING))
                .filter(file ->
                        file.getValue().tree().path("version").asString("").equals(version))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
