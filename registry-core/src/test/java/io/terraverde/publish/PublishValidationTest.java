package io.terraverde.publish;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static io.terraverde.testkit.TarballFixture.anEmptyTarball;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Invalid;
import io.terraverde.core.RegistryException.NotFound;
import io.terraverde.name.PackageName;
import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.TarballFacts;
import io.terraverde.tarball.TarballInspector;
import io.terraverde.tarball.TarballLimits;
import io.terraverde.tarball.TarballSpool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PublishValidationTest {
    private static final String NAME = "@acme/base";
    private static final byte[] TARBALL = aTarballOf(NAME, "1.0.0").bytes();

    @TempDir
    Path directory;

    @Test
    void acceptsWhatNpmWrites() throws IOException {
        NewVersion version = validate(document());

        assertThat(version.version().text()).isEqualTo("1.0.0");
        assertThat(version.tags()).containsExactly(Map.entry("latest", "1.0.0"));
        assertThat(version.readme()).contains("# readme\n");
        assertThat(version.provenance()).isEmpty();
    }

    @Test
    void completesTheManifestAndKeepsTheRest() throws IOException {
        byte[] tarball = anEmptyTarball()
                .withFile(
                        "package/package.json",
                        "{\"name\":\"@acme/base\",\"version\":\"1.0.0\",\"scripts\":{\"install\":\"node x\"}}")
                .withFile("package/npm-shrinkwrap.json", "{}")
                .bytes();
        String document = aPublishOf(NAME, "1.0.0", tarball).text().replace("\"_nodeVersion\"", """
                        "_resolved":"/home/alice/base.tgz","_from":"file:base.tgz","_integrity":"sha512-x",\
                        "integrity":"sha512-x","shasum":"x","deprecated":"","contributors":"Bob","_nodeVersion\"""");

        ObjectNode manifest = validate(document).manifest();

        assertThat(manifest.propertyNames())
                .doesNotContain("_resolved", "_from", "_integrity", "integrity", "shasum", "deprecated", "readme");
        assertThat(manifest.path("_id").stringValue()).isEqualTo("@acme/base@1.0.0");
        assertThat(manifest.path("contributors").stringValue()).isEqualTo("Bob");
        assertThat(manifest.path("_nodeVersion").stringValue()).isEqualTo("24.21.0");
        assertThat(manifest.path("readmeFilename").stringValue()).isEqualTo("README.md");
        assertThat(manifest.path("_hasShrinkwrap").booleanValue()).isTrue();
        assertThat(manifest.path("hasInstallScript").booleanValue()).isTrue();
        assertThat(manifest.path("dist").path("integrity").stringValue())
                .isEqualTo(Integrity.of(tarball).sri());
        assertThat(manifest.path("dist").path("shasum").stringValue())
                .isEqualTo(Integrity.of(tarball).shasum());
        assertThat(manifest.path("dist").path("fileCount").intValue()).isEqualTo(2);
        assertThat(manifest.path("dist").path("unpackedSize").intValue()).isPositive();
        assertThat(manifest.path("dist").path("tarball").stringValue()).startsWith("http://localhost:4873/");
    }

    @Test
    void manifestWithoutInstallScriptsSaysSo() throws IOException {
        String document = document().replace("\"_nodeVersion\"", "\"hasInstallScript\":true,\"_nodeVersion\"");

        ObjectNode manifest = validate(document).manifest();

        assertThat(manifest.has("hasInstallScript")).isFalse();
        assertThat(manifest.path("_hasShrinkwrap").isBoolean()).isTrue();
    }

    @Test
    void manifestWithoutDistGetsOne() throws IOException {
        String document = document().replaceAll(",\"dist\":\\{[^}]*}", "");

        assertThat(validate(document).manifest().path("dist").path("shasum").stringValue())
                .isEqualTo(Integrity.of(TARBALL).shasum());
    }

    @Test
    void readmeOfTheDocumentCountsBeforeThatOfTheVersion() throws IOException {
        String document = document().replaceFirst("\\{", "{\"readme\":\"# root\",");

        assertThat(validate(document).readme()).contains("# root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@acme/base-1.0.0.tgz", "base-1.0.0.tgz"})
    void attachmentMayHaveTheScopeOrNot(String key) throws IOException {
        assertThat(validate(document().replace("@acme/base-1.0.0.tgz\":{", key + "\":{"))
                        .version()
                        .text())
                .isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.0.0", " 1.0.0 ", "=1.0.0", "1.0.0+build.7"})
    void versionInTheTarballMayBeAsNpmCleansIt(String version) throws IOException {
        byte[] tarball = aTarballOf(NAME, version).bytes();

        assertThat(validate(aPublishOf(NAME, "1.0.0", tarball).text()).version().text())
                .isEqualTo("1.0.0");
    }

    @Test
    void mergedDocumentOfOlderNpmPublishesTheNewVersionOnly() throws IOException {
        String merged =
                document().replace("\"versions\":{", "\"versions\":{\"0.9.0\":{\"name\":\"x\"},\"notsemver\":{},");

        NewVersion version = validate(merged, Set.of("0.9.0", "notsemver"));

        assertThat(version.version().text()).isEqualTo("1.0.0");
    }

    @Test
    void storedVersionIsNoComplaint() throws IOException {
        assertThat(validate(document(), Set.of("1.0.0")).version().text()).isEqualTo("1.0.0");
    }

    @Test
    void tagsMayNameStoredVersions() throws IOException {
        String document = document().replace("{\"latest\":\"1.0.0\"}", "{\"latest\":\"1.0.0\",\"old\":\"0.9.0\"}");

        assertThat(validate(document, Set.of("0.9.0")).tags()).containsEntry("old", "0.9.0");
    }

    @Test
    void provenanceIsHandedOn() throws IOException {
        NewVersion version = validate(withProvenance("@acme/base-1.0.0.sigstore", 10));

        assertThat(version.provenance().orElseThrow().text()).isEqualTo("{\"a\":\"é😀\"}");
    }

    @Test
    void provenanceOfAnotherVersionOrLengthIsRefused() {
        assertRefused(withProvenance("@acme/base-2.0.0.sigstore", 10), Invalid.class, "must be called");
        assertRefused(withProvenance("@acme/base-1.0.0.sigstore", 1000), Invalid.class, "not 1000 as its length says");
    }

    @Test
    void nameThatIsNotThePaths() throws IOException {
        String document = document();

        assertUnprocessable(
                document.replaceFirst("\"name\":\"@acme/base\"", "\"name\":\"other\""), "bad incoming package data");
        assertUnprocessable(document.replaceFirst("\"name\":\"@acme/base\",", ""), "bad incoming package data");
        assertUnprocessable(
                document.replace("{\"name\":\"@acme/base\",\"version\"", "{\"name\":\"other\",\"version\""),
                "the manifest's name is \"other\"");
        assertUnprocessable(
                aPublishOf(NAME, "1.0.0", aTarballOf("other", "1.0.0").bytes()).text(),
                "the tarball's package.json has the name \"other\"");
    }

    @Test
    void escapedNameIsThePaths() throws IOException {
        String document = document().replaceFirst("\"name\":\"@acme/base\"", "\"name\":\"@acme%2fbase\"");

        assertThat(validate(document).manifest().path("name").stringValue()).isEqualTo(NAME);
    }

    @Test
    void versionThatIsNotTheSameEverywhere() throws IOException {
        assertUnprocessable(
                document().replace("\"version\":\"1.0.0\"", "\"version\":\"1.0.1\""), "says version \"1.0.1\"");
        assertUnprocessable(document().replace("\"version\":\"1.0.0\",", ""), "says version \"\"");
        assertUnprocessable(
                aPublishOf(NAME, "1.0.0", aTarballOf(NAME, "1.0.1").bytes()).text(),
                "the tarball's package.json has the version \"1.0.1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.0.0", "1.0", "notsemver", "01.0.0", "__proto__", "1.0.0 "})
    void versionThatIsNone(String version) throws IOException {
        byte[] tarball = aTarballOf(NAME, version).bytes();

        assertRefused(aPublishOf(NAME, version, tarball).text(), Invalid.class, "invalid version \"" + version + "\"");
    }

    @Test
    void buildMetadataIsRefused() throws IOException {
        byte[] tarball = aTarballOf(NAME, "1.0.0+b").bytes();

        assertRefused(
                aPublishOf(NAME, "1.0.0+b", tarball).text(),
                Invalid.class,
                "a published version carries no build metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-1.0.0.tgz", "base-1.0.1.tgz", "a b.tgz", "base-1.0.0.tar.gz", "package.json.lock"})
    void attachmentOfAnotherName(String key) throws IOException {
        assertRefused(
                document().replace("@acme/base-1.0.0.tgz\":{", key + "\":{"),
                Invalid.class,
                "unsupported registry call");
    }

    @Test
    void wrongNumberOfAttachmentsOrVersions() throws IOException {
        String document = document();

        assertRefused(
                document.replaceFirst("\"_attachments\".*", "\"_attachments\":{}}"),
                Invalid.class,
                "unsupported registry call");
        assertRefused(
                document.replace("\"_attachments\":{", "\"_attachments\":{\"b-1.0.0.tgz\":{\"data\":\"AQID\"},"),
                Invalid.class,
                "unsupported registry call");
        assertRefused(
                document.replace("\"versions\":{", "\"versions\":{\"0.9.0\":{},"),
                Invalid.class,
                "unsupported registry call");
        assertRefused(
                document.replaceFirst("\"versions\":.*,\"access\"", "\"versions\":{},\"access\""),
                Invalid.class,
                "unsupported registry call");
    }

    @Test
    void emptyTarball() throws IOException {
        String document = document().replaceFirst("\"data\":\"[^\"]*\"", "\"data\":\"\"");

        assertUnprocessable(document, "refusing to accept zero-length file");
    }

    @Test
    void wrongLengthOrDigests() throws IOException {
        String document = document();
        String shasum = Integrity.of(TARBALL).shasum();

        assertRefused(
                document.replaceAll("\"length\":\\d+", "\"length\":7"), Invalid.class, "not 7 as its length says");
        assertRefused(
                document.replace(shasum, "0".repeat(40)),
                Invalid.class,
                "shasum error, " + shasum + " != " + "0".repeat(40));
        assertRefused(document.replace("\"sha512-", "\"sha512-AAAA"), Invalid.class, "integrity error, sha512-");
    }

    @Test
    void missingLengthAndDigestsAreNoComplaint() throws IOException {
        String document = document()
                .replaceAll(",\"length\":\\d+", "")
                .replaceAll("\"integrity\":\"[^\"]*\",\"shasum\":\"[^\"]*\",", "");

        assertThat(validate(document).version().text()).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1.x",
        "1",
        "v1.2",
        "~1",
        "x",
        "1.2.3",
        "1.2.3-beta",
        "a b",
        "a/b",
        ".hidden",
        "__proto__",
        "*",
        "^1.0.0"
    })
    void tagThatIsNone(String tag) throws IOException {
        assertRefused(
                document().replace("\"latest\"", "\"" + tag + "\""), Invalid.class, "invalid tag \"" + tag + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"beta", "v-next", "next-11", "release-1.x", "x86", "e2e"})
    void tagThatIsOne(String tag) throws IOException {
        assertThat(validate(document().replace("\"latest\"", "\"" + tag + "\"")).tags())
                .containsKey(tag);
    }

    @Test
    void tagOfNoVersion() throws IOException {
        String document = document().replace("{\"latest\":\"1.0.0\"}", "{\"latest\":\"1.0.0\",\"beta\":\"2.0.0\"}");

        assertRefused(document, NotFound.class, "this version doesn't exist");
    }

    @Test
    void privatePackage() throws IOException {
        byte[] tarball = anEmptyTarball()
                .withFile("package/package.json", "{\"name\":\"@acme/base\",\"version\":\"1.0.0\",\"private\":true}")
                .bytes();

        assertRefused(aPublishOf(NAME, "1.0.0", tarball).text(), Invalid.class, "marked as private");
        assertRefused(
                document().replace("\"_nodeVersion\"", "\"private\":true,\"_nodeVersion\""),
                Invalid.class,
                "marked as private");
    }

    @Test
    void restrictedPackageWithoutScope() throws IOException {
        byte[] tarball = aTarballOf("base", "1.0.0").bytes();
        String document =
                aPublishOf("base", "1.0.0", tarball).text().replace("\"access\":null", "\"access\":\"restricted\"");

        assertThatThrownBy(() -> validate("base", document, Set.of()))
                .isInstanceOf(Invalid.class)
                .hasMessage("cannot restrict access to \"base\": it has no scope");
    }

    @Test
    void restrictedPackageWithScopeIsFine() throws IOException {
        String document = document().replace("\"access\":null", "\"access\":\"restricted\"");

        assertThat(validate(document).version().text()).isEqualTo("1.0.0");
    }

    @Test
    void allComplaintsComeAtOnceAndTheFirstDecides() throws IOException {
        String document = document()
                .replaceFirst("\"name\":\"@acme/base\"", "\"name\":\"other\"")
                .replaceAll("\"length\":\\d+", "\"length\":7")
                .replace("{\"latest\":\"1.0.0\"}", "{\"1.x\":\"3.0.0\"}");

        assertThatThrownBy(() -> validate(document)).isInstanceOfSatisfying(Invalid.class, e -> {
            assertThat(e.kind()).isEqualTo(Invalid.Kind.UNPROCESSABLE);
            assertThat(String.valueOf(e.getMessage()).split("; ", -1))
                    .hasSize(4)
                    .contains("bad incoming package data", "invalid tag \"1.x\"", "this version doesn't exist");
        });
    }

    private void assertUnprocessable(String document, String message) {
        assertThatThrownBy(() -> validate(document)).isInstanceOfSatisfying(Invalid.class, e -> {
            assertThat(e.kind()).isEqualTo(Invalid.Kind.UNPROCESSABLE);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private void assertRefused(String document, Class<? extends RegistryException> type, String message) {
        assertThatThrownBy(() -> validate(document)).isInstanceOf(type).hasMessageContaining(message);
    }

    private static String document() throws IOException {
        return aPublishOf(NAME, "1.0.0", TARBALL).text();
    }

    private static String withProvenance(String key, int length) {
        try {
            return document()
                    .replace(
                            "\"_attachments\":{",
                            "\"_attachments\":{\"" + key + "\":{\"data\":\"{\\\"a\\\":\\\"é😀\\\"}\",\"length\":"
                                    + length + "},");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NewVersion validate(String document) throws IOException {
        return validate(document, Set.of());
    }

    private NewVersion validate(String document, Set<String> stored) throws IOException {
        return validate(NAME, document, stored);
    }

    private NewVersion validate(String name, String document, Set<String> stored) throws IOException {
        var reader = new PublishDocumentReader(new TarballSpool(directory), PublishLimits.ofBody(1 << 20));
        try (WrittenDocument written =
                reader.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)))) {
            TarballFacts facts;
            try (InputStream tarball = written.onlyTarball().spooled().body().open()) {
                facts = new TarballInspector(TarballLimits.DEFAULT).inspect(tarball);
            }
            return new PublishValidation().validate(PackageName.parse(name), written, facts, stored);
        }
    }
}
