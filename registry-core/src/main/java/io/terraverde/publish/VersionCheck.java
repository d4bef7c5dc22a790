package io.terraverde.publish;

import io.terraverde.name.PackageName;
import io.terraverde.name.Version;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.ProvenanceBundle;
import io.terraverde.packument.RawJson;
import io.terraverde.tarball.DeclaredIntegrity;
import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.TarballFacts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What must hold between a version's key, its manifest and its files.
final class VersionCheck {
    private static final int SHOWN_CHARACTERS = 80;

    private final PackageName name;
    private final String key;
    private final ObjectNode manifest;
    private final Complaints complaints;

    VersionCheck(PackageName name, String key, ObjectNode manifest, Complaints complaints) {
        this.name = name;
        this.key = key;
        this.manifest = manifest;
        this.complaints = complaints;
    }

    /// A text of the client for a message: short and without control characters.
    static String quoted(String text) {
        String shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    /// @param version the key, if it is a version
    void manifest(Optional<Version> version, TarballFacts facts) {
        String manifestName = manifest.path("name").stringValue("");
        if (!PublishValidation.unescaped(manifestName).equals(name.text())) {
            complaints.unprocessable("bad incoming package data: the manifest's name is " + quoted(manifestName));
        }
        String manifestVersion = manifest.path("version").stringValue("");
        if (!manifestVersion.equals(key)) {
            complaints.unprocessable("bad incoming package data: the manifest of version " + quoted(key)
                    + " says version " + quoted(manifestVersion));
        }
        if (!facts.name().equals(name.text())) {
            complaints.unprocessable(
                    "bad incoming package data: the tarball's package.json has the name " + quoted(facts.name()));
        }
        boolean sameVersion = version.isEmpty() || isSame(version.get(), facts.version());
        if (!sameVersion) {
            complaints.unprocessable(
                    "bad incoming package data: the tarball's package.json has the version " + quoted(facts.version()));
        }
        if (isTrue(manifest.path("private")) || isTrue(facts.packageJson().path("private"))) {
            complaints.malformed(
                    "package is marked as private: remove \"private\" from its package.json to publish it");
        }
    }

    void tarball(Attachment.Tarball tarball) {
        String expected = PackumentRenderer.canonicalFile(name, key);
        if (!tarball.fileName().equals(expected)) {
            complaints.malformed("unsupported registry call: attachment " + quoted(tarball.key()) + " must be called "
                    + quoted(expected));
        }
        long size = tarball.spooled().sizeBytes();
        long declared = tarball.declaredLength().orElse(size);
        if (declared != size) {
            complaints.malformed("tarball has " + size + " bytes, not " + declared + " as its length says");
        }
        checkDigests(tarball.spooled().integrity());
    }

    /// npm counts the bundle's length in UTF-16 units; others may count characters or bytes.
    void provenance(Attachment.Provenance bundle) {
        String expected = ProvenanceBundle.canonicalFile(name, key);
        if (!bundle.fileName().equals(expected)) {
            complaints.malformed("unsupported registry call: attachment " + quoted(bundle.key()) + " must be called "
                    + quoted(expected));
        }
        String text = bundle.text();
        long fewest = text.codePointCount(0, text.length());
        long most = text.getBytes(StandardCharsets.UTF_8).length;
        long declared = bundle.declaredLength().orElse(fewest);
        if (declared < fewest || declared > most) {
            complaints.malformed("provenance has " + most + " bytes, not " + declared + " as its length says");
        }
        if (!isJsonObject(text)) {
            complaints.malformed("provenance is no JSON object");
        }
    }

    private static boolean isJsonObject(String text) {
        try {
            return RawJson.parse(text.getBytes(StandardCharsets.UTF_8)).isObject();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkDigests(Integrity actual) {
        JsonNode dist = manifest.path("dist");
        String shasum = dist.path("shasum").stringValue("");
        if (!shasum.isEmpty() && !actual.hasShasum(shasum)) {
            complaints.malformed("shasum error, " + actual.shasum() + " != " + shown(shasum));
        }
        String integrity = dist.path("integrity").stringValue("");
        boolean differs = switch (DeclaredIntegrity.parse(integrity).matches(actual)) {
            case DIFFERENT -> true;
            case SAME, UNKNOWN -> false;
        };
        if (differs) {
            complaints.malformed("integrity error, " + actual.sri() + " != " + shown(integrity));
        }
    }

    /// As npm cleans the version of a `package.json` when it publishes: ` v1.0.0+build` becomes `1.0.0` (libnpmpublish
    /// 11, `lib/publish.js`).
    private static boolean isSame(Version published, String inTarball) {
        return Version.tryParseLoose(inTarball)
                .filter(version -> version.compareTo(published) == 0)
                .isPresent();
    }

    private static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }

    private static String shown(String digest) {
        String quoted = quoted(digest);
        return quoted.substring(1, quoted.length() - 1);
    }
}
