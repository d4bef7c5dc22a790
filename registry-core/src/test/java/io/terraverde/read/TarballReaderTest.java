package io.terraverde.read;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.Integrity;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarballReaderTest {
    private static final String NAME = "@acme/base";
    private static final PackageName PACKAGE = PackageName.parse(NAME);
    private static final byte[] BYTES = aTarballOf(NAME, "1.0.0").bytes();

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final TarballReader tarballs = registry.tarballReader();

    @Test
    void tarballHasItsBytesItsSizeAndItsTag() throws IOException {
        registry.publish(NAME, "1.0.0", BYTES);

        try (OpenTarball tarball = open("base-1.0.0.tgz")) {
            assertThat(tarball.body()).hasBinaryContent(BYTES);
            assertThat(tarball.sizeBytes()).isEqualTo(BYTES.length);
            assertThat(tarball.etag()).isEqualTo(Integrity.of(BYTES).shasum());
        }
    }

    @Test
    void canonicalNameLeadsToTheBytesWhateverNameTheyLieUnder() throws IOException {
        StoreContents.put(store, "@acme/base/base-1.0.0.tgz", "a leftover");
        registry.publish(NAME, "1.0.0", BYTES);

        assertThat(bytes("base-1.0.0.tgz")).isEqualTo(BYTES);
        assertThat(bytes(storedFile())).isEqualTo(BYTES);
    }

    @Test
    void rangeGivesThoseBytesAndTheSizeOfTheWhole() throws IOException {
        registry.publish(NAME, "1.0.0", BYTES);

        try (OpenTarball tarball = openRange("base-1.0.0.tgz", 3, 9)) {
            assertThat(tarball.body()).hasBinaryContent(Arrays.copyOfRange(BYTES, 3, 10));
            assertThat(tarball.sizeBytes()).isEqualTo(BYTES.length);
            assertThat(tarball.etag()).isEqualTo(Integrity.of(BYTES).shasum());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package.json",
                "package.json.lock",
                "base-1.0.0.tgz.tmp-12",
                "base-1.0.0.sigstore",
                "base-9.0.0.tgz",
                "unnamed.tgz",
                "other-1.0.0.tgz",
                "../other/other-1.0.0.tgz",
                "..",
                ".",
                "",
                ".tgz",
                "-.tgz",
                "base-.tgz"
            })
    void whatThePackumentDoesNotNameAsATarballIsNotFound(String file) {
        registry.publish("@acme/other", "1.0.0");
        registry.publish(NAME, "1.0.0", BYTES);
        registry.packuments()
                .update(
                        PACKAGE,
                        present -> present.orElseThrow()
                                .change()
                                .attachment("base-1.0.0.sigstore", "", "1.0.0")
                                .attachment("package.json.lock", "", "")
                                .build());
        for (String leftover : new String[] {"package.json.lock", "base-1.0.0.sigstore", "unnamed.tgz"}) {
            StoreContents.put(store, "@acme/base/" + leftover, "internal");
        }

        assertThatThrownBy(() -> open(file)).isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> openRange(file, 0, 1)).isInstanceOf(RegistryException.NotFound.class);
    }

    /// Verdaccio stores whatever URL a publisher wrote.
    @ParameterizedTest
    @ValueSource(strings = {"http://h/@acme/base/-/package.json", "x", "", "http://h/.tgz", "http://h/a b.tgz"})
    void urlOfAVersionCannotLeadToAnythingButATarball(String url) {
        registry.publish(NAME, "1.0.0", BYTES);
        String packument =
                new String(StoreContents.bytes(store, "@acme/base/package.json").orElseThrow(), UTF_8);
        StoreContents.put(
                store,
                "@acme/base/package.json",
                packument.replaceAll("\"tarball\":\"[^\"]*\"", "\"tarball\":\"" + url + "\""));

        assertThatThrownBy(() -> open("base-1.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void retiredFileIsNotFound() {
        registry.publish(NAME, "1.0.0", BYTES);
        registry.packuments()
                .update(
                        PACKAGE,
                        present -> present.orElseThrow()
                                .change()
                                .withoutVersion("1.0.0")
                                .retire("base-1.0.0.tgz")
                                .build());

        assertThat(StoreContents.bytes(store, "@acme/base/base-1.0.0.tgz")).isPresent();
        assertThatThrownBy(() -> open("base-1.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void missingAndUnpublishedPackagesAreNotFound() {
        assertThatThrownBy(() -> open("base-1.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
        registry.publish(NAME, "1.0.0", BYTES);

        registry.unpublish(PACKAGE.text());

        assertThatThrownBy(() -> open("base-1.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void versionWhoseBytesAreGoneIsNotFound() {
        registry.publish(NAME, "1.0.0", BYTES);
        registry.tarballs().delete(PACKAGE, "base-1.0.0.tgz");

        assertThatThrownBy(() -> open("base-1.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void attachmentOfVerdaccioWithoutVersionIsServed() throws IOException {
        StoreContents.put(
                store,
                "@acme/base/package.json",
                "{\"name\":\"@acme/base\",\"_attachments\":{\"base-0.1.0.tgz\":{\"shasum\":\"x\"}},"
                        + "\"_distfiles\":{\"base-0.2.0.tgz\":{\"url\":\"http://h/x\"}}}");
        StoreContents.put(store, "@acme/base/base-0.1.0.tgz", "one");
        StoreContents.put(store, "@acme/base/base-0.2.0.tgz", "two");

        assertThat(bytes("base-0.1.0.tgz")).asString(UTF_8).isEqualTo("one");
        assertThat(bytes("base-0.2.0.tgz")).asString(UTF_8).isEqualTo("two");
        try (OpenTarball tarball = open("base-0.1.0.tgz")) {
            assertThat(tarball.etag()).matches("[0-9A-Za-z._-]+");
        }
    }

    private OpenTarball open(String file) {
        return opening(file).whole();
    }

    private OpenTarball openRange(String file, long first, long last) {
        return opening(file).range(first, last);
    }

    private FoundTarball.Opening opening(String file) {
        return ((FoundTarball.Hosted) tarballs.find(PACKAGE, file)).opening();
    }

    private String storedFile() {
        return registry.packument(NAME).attachments().keySet().iterator().next();
    }

    private byte[] bytes(String file) throws IOException {
        try (OpenTarball tarball = open(file)) {
            return tarball.body().readAllBytes();
        }
    }
}
