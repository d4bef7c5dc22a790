package io.terraverde.read;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.Integrity;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import io.terraverde.uplink.FakeRegistry;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tarballs of versions that two uplinks have.
class SeveralUplinksTest {
    private static final PackageName NAME = PackageName.parse("base");
    private static final String FILE = "base-1.0.0.tgz";
    private static final String PATH = "/base/-/" + FILE;
    private static final byte[] BYTES = aTarballOf("base", "1.0.0").bytes();

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final FakeRegistry first = serving(BYTES);
    private final FakeRegistry second = serving(BYTES);
    private final RegistryFixture registry =
            RegistryFixture.over(store).withUplinks(Origins.MERGE, first.asUplink("first"), second.asUplink("second"));

    @Test
    void tarballThatTheFirstHasLostComesFromTheSecond() throws IOException {
        first.without(PATH);

        assertThat(bytes(find())).isEqualTo(BYTES);
    }

    @Test
    void tarballThatTheFirstCannotGiveComesFromTheSecond() throws IOException {
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");
        first.fail(Kind.UNREACHABLE);

        assertThat(bytes(find())).isEqualTo(BYTES);
    }

    @Test
    void keptCopyOfTheSecondSparesTheFirst() throws IOException {
        first.without(PATH);
        assertThat(bytes(find())).isEqualTo(BYTES);
        awaitKeptOfTheSecond();
        int asked = first.requests().size();

        FoundTarball.Kept kept = (FoundTarball.Kept) find();

        kept.whole().close();
        assertThat(first.requests()).hasSize(asked);
    }

    @Test
    void otherBytesOfTheSecondAreNotTakenForThoseOfTheFirst() throws IOException {
        serve(second, aTarballOf("base", "1.0.0").withFile("package/other", "x").bytes());
        first.without(PATH);

        assertThatThrownBy(this::find).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void tarballIsOnlyMissingWhenBothHaveLostIt() {
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");
        first.without(PATH);
        second.fail(Kind.UNREACHABLE);
        assertThatThrownBy(this::find).isInstanceOf(RegistryException.Unavailable.class);

        second.recover();
        second.without(PATH);

        assertThatThrownBy(this::find).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void tarballThatAnUplinkMayHaveWhichHasNeverAnsweredIsNotMissing() {
        first.without(PATH);
        second.fail(Kind.UNREACHABLE);

        assertThatThrownBy(this::find).isInstanceOf(RegistryException.Unavailable.class);
    }

    private FoundTarball find() {
        return registry.tarballReader().find(NAME, FILE);
    }

    /// It is kept behind the back of those who read it.
    private void awaitKeptOfTheSecond() {
        String key = ".terraverde/cache/" + second.asUplink("second").cacheName() + "/base/" + FILE;
        long giveUp = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        Optional<byte[]> kept = StoreContents.bytes(store, key);
        while (kept.isEmpty()) {
            assertThat(System.nanoTime()).as("the tarball is not kept").isLessThan(giveUp);
            Thread.onSpinWait();
            kept = StoreContents.bytes(store, key);
        }
    }

    private static byte[] bytes(FoundTarball found) throws IOException {
        try (var download = ((FoundTarball.Arriving) found).download();
                InputStream bytes = download.read()) {
            return bytes.readAllBytes();
        }
    }

    private static FakeRegistry serving(byte[] tarball) {
        FakeRegistry registry = new FakeRegistry();
        serve(registry, tarball);
        return registry;
    }

    private static void serve(FakeRegistry registry, byte[] tarball) {
        registry.withText(
                "/base", String.format(Locale.ROOT, """
                        {"name":"base","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"base",
                        "version":"1.0.0","dist":{"tarball":"https://upstream.example/base/-/base-1.0.0.tgz",
                        "integrity":"%s"}}}}""", Integrity.of(tarball).sri()));
        registry.withBytes(PATH, tarball, Encoding.IDENTITY, null);
    }
}
