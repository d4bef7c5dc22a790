package io.terraverde.publish;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.VersionManifest;
import io.terraverde.read.ProvenanceReader;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.Revision;
import io.terraverde.tarball.Integrity;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublisherTest {
    private static final String NAME = "@acme/base";
    private static final PackageName PACKAGE = PackageName.parse(NAME);
    private static final byte[] FIRST = aTarballOf(NAME, "1.0.0").bytes();
    private static final byte[] OTHER =
            aTarballOf(NAME, "1.0.0").withFile("package/other.js", "1").bytes();

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final RegistryFixture registry = RegistryFixture.over(store);

    @Test
    void firstPublishMakesThePackage() {
        registry.publish(NAME, "1.0.0");

        Packument packument = registry.packument(NAME);
        assertThat(packument.versions()).containsOnlyKeys("1.0.0");
        assertThat(packument.distTags()).containsExactly(Map.entry("latest", "1.0.0"));
        assertThat(packument.time())
                .containsOnlyKeys("created", "1.0.0", "modified")
                .containsValue("2026-01-01T12:00:00.000Z");
        assertThat(packument.readme()).isEqualTo("# readme\n");
        assertThat(packument.maintainers()).extracting("name").containsExactly("alice");
        assertThat(packument.attachments()).containsOnlyKeys("base-1.0.0.tgz");
        assertThat(registry.names().all()).containsExactly(PACKAGE);
        assertThat(StoreContents.bytes(store, "@acme/base/base-1.0.0.tgz")).contains(FIRST);
    }

    @Test
    void publisherIsNamedInTheVersionWithAnEmailAddress() {
        registry.publish(NAME, "1.0.0");

        assertThat(manifest("1.0.0").members().get("_npmUser")).hasToString("{\"name\":\"alice\",\"email\":\"\"}");
    }

    @Test
    void secondVersionJoinsTheFirst() {
        registry.publish(NAME, "1.0.0");
        registry.clock().advance(Duration.ofSeconds(1));

        registry.publish(NAME, "1.1.0");

        Packument packument = registry.packument(NAME);
        assertThat(packument.versions().keySet()).containsExactly("1.0.0", "1.1.0");
        assertThat(packument.distTags()).containsEntry("latest", "1.1.0");
        assertThat(packument.time())
                .containsEntry("created", "2026-01-01T12:00:00.000Z")
                .containsEntry("1.1.0", "2026-01-01T12:00:01.000Z")
                .containsEntry("modified", "2026-01-01T12:00:01.000Z");
        StoreContents.assertConsistent(store);
    }

    @Test
    void otherBytesForAVersionAreAConflict() {
        registry.publish(NAME, "1.0.0", FIRST);
        Map<BlobKey, Revision> before = StoreContents.of(store);

        assertThatThrownBy(() -> registry.publish(NAME, "1.0.0", OTHER))
                .isInstanceOf(RegistryException.Conflict.class)
                .hasMessage("this package is already present");

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void sameBytesAgainSucceedAndChangeNothing() {
        registry.publish(NAME, "1.0.0", FIRST);
        Map<BlobKey, Revision> before = StoreContents.of(store);
        registry.clock().advance(Duration.ofSeconds(1));

        assertThat(registry.publish(NAME, "1.0.0", FIRST)).isEqualTo("1.0.0");

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void canonicalNameTakenByALeftoverIsLeftAlone() {
        StoreContents.put(store, "@acme/base/base-1.0.0.tgz", "what a dead publisher left");

        registry.publish(NAME, "1.0.0", FIRST);

        assertThat(manifest("1.0.0").tarballFile()).matches("base-1\\.0\\.0-[0-9a-f]{16}\\.tgz");
        assertThat(StoreContents.bytes(store, "@acme/base/base-1.0.0.tgz"))
                .contains("what a dead publisher left".getBytes(UTF_8));
        StoreContents.assertConsistent(store);
    }

    @Test
    void retiredNamesAreNotUsedAgain() {
        registry.publish(NAME, "1.0.0", FIRST);
        registry.publish(NAME, "1.1.0");
        registry.editor().edit(PACKAGE, Optional.empty(), keepOnly("1.1.0"), "alice");

        registry.publish(NAME, "1.0.0", OTHER);

        assertThat(manifest("1.0.0").tarballFile()).isNotEqualTo("base-1.0.0.tgz");
        assertThat(registry.packument(NAME).retired()).contains("base-1.0.0.tgz");
        StoreContents.assertConsistent(store);
    }

    @Test
    void unpublishedPackageComesBackWithItsRetiredNames() {
        registry.publish(NAME, "1.0.0", FIRST);
        registry.unpublish(NAME);
        registry.clock().advance(Duration.ofDays(1));

        registry.publish(NAME, "1.0.0", OTHER);

        Packument packument = registry.packument(NAME);
        assertThat(packument.unpublished()).isEmpty();
        assertThat(packument.retired()).containsExactly("base-1.0.0.tgz");
        assertThat(packument.time()).containsEntry("created", "2026-01-02T12:00:00.000Z");
        assertThat(manifest("1.0.0").tarballFile()).isNotEqualTo("base-1.0.0.tgz");
        assertThat(registry.names().all()).containsExactly(PACKAGE);
        StoreContents.assertConsistent(store);
    }

    @Test
    void refusedDocumentWritesNothing() throws IOException {
        registry.publish("left-pad", "1.0.0");
        Map<BlobKey, Revision> before = StoreContents.of(store);
        String good = aPublishOf(NAME, "1.0.0", FIRST).text();

        for (String bad : List.of(
                good.replace(Integrity.of(FIRST).shasum(), Integrity.of(OTHER).shasum()),
                good.replace("{\"latest\":\"1.0.0\"}", "{\"latest\":\"2.0.0\"}"),
                good.replace("base-1.0.0.tgz\":{", "base-1.0.1.tgz\":{"),
                good.replace("\"access\":null", "\"versions\":{}"),
                aPublishOf(NAME, "1.0.0", "no tarball".getBytes(UTF_8)).text())) {
            assertThatThrownBy(() -> registry.publishDocument(NAME, bad)).isInstanceOf(RegistryException.class);
        }

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    /// npm cuts long readmes by their length in JavaScript.
    @Test
    void textThatWasCutInsideACharacterIsNoFailure() throws IOException {
        String document = aPublishOf(NAME, "1.0.0", FIRST).text().replace("# readme\\n", "# cut \\ud83d");

        registry.publishDocument(NAME, document);

        assertThat(registry.packument(NAME).readme()).isEqualTo("# cut \uD83D");
    }

    /// The longest name of a file is 255 bytes, and there must be room for a random id and for the longer ending.
    @ParameterizedTest
    @CsvSource({"214, 14", "100, 128", "8, 220"})
    void longNamesArePublishedAsLongAsTheirFilesCanBeStored(int nameLength, int versionLength) {
        String name = "n".repeat(nameLength);
        String version = "1.0.0-" + "v".repeat(versionLength - 6);
        StoreContents.put(store, name + "/" + name + "-" + version + ".tgz", "a leftover");

        registry.publish(name, version);

        StoreContents.assertConsistent(store);
    }

    @ParameterizedTest
    @CsvSource({"214, 15", "100, 129", "8, 221", "214, 256"})
    void namesTooLongForAFileAreRefused(int nameLength, int versionLength) {
        String name = "n".repeat(nameLength);
        String version = "1.0.0-" + "v".repeat(versionLength - 6);

        assertThatThrownBy(() -> registry.publish(name, version))
                .isInstanceOfSatisfying(
                        RegistryException.Invalid.class,
                        e -> assertThat(e.kind()).isEqualTo(RegistryException.Invalid.Kind.MALFORMED))
                .hasMessageContaining("too long");

        assertThat(StoreContents.of(store)).isEmpty();
    }

    @Test
    void provenanceIsKeptByteForByteAndGivenOutAsAttestation() throws IOException {
        String statement = "{\"predicateType\":\"https://slsa.dev/provenance/v1\"}";
        String bundle = "{ \"mediaType\": \"application/vnd.dev.sigstore.bundle.v0.3+json\",\n"
                + " \"dsseEnvelope\": {\"payload\":\""
                + Base64.getEncoder().encodeToString(statement.getBytes(UTF_8)) + "\"}, \"é\": \"\uD83D\uDE00\"}";

        registry.publishDocument(NAME, withProvenance(bundle));

        assertThat(StoreContents.bytes(store, "@acme/base/base-1.0.0.sigstore")).contains(bundle.getBytes(UTF_8));
        assertThat(manifest("1.0.0").tree().path("dist").path("attestations"))
                .hasToString("{\"url\":\"https://registry.example/-/npm/v1/attestations/@acme%2fbase@1.0.0\","
                        + "\"provenance\":{\"predicateType\":\"https://slsa.dev/provenance/v1\"}}");
        assertThat(new ProvenanceReader(registry.reader(), registry.tarballs()).attestations(PACKAGE, "1.0.0"))
                .asString(UTF_8)
                .isEqualTo("{\"attestations\":[{\"predicateType\":\"https://slsa.dev/provenance/v1\",\"bundle\":"
                        + bundle + "}]}");
    }

    @Test
    void provenanceThatIsNoJsonObjectIsRefused() throws IOException {
        for (String bundle : List.of("", "x", "[]", "{} {}", "{\"a\":}")) {
            String document = withProvenance(bundle);

            assertThatThrownBy(() -> registry.publishDocument(NAME, document))
                    .as(bundle)
                    .isInstanceOf(RegistryException.Invalid.class)
                    .hasMessageContaining("provenance");
        }
        assertThat(StoreContents.of(store)).isEmpty();
    }

    private static String withProvenance(String bundle) throws IOException {
        String attachment = String.format(
                Locale.ROOT,
                "\"_attachments\":{\"%s-1.0.0.sigstore\":{\"content_type\":"
                        + "\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"data\":%s,\"length\":%d},",
                NAME,
                RawJson.ofText(bundle),
                bundle.length());
        return aPublishOf(NAME, "1.0.0", FIRST).text().replace("\"_attachments\":{", attachment);
    }

    private static PackageEdit keepOnly(String version) {
        return new PackageEdit(
                Optional.of(Set.of(version)), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private VersionManifest manifest(String version) {
        return Optional.ofNullable(registry.packument(NAME).versions().get(version))
                .orElseThrow();
    }
}
