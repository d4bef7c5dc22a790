package io.terraverde.read;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.Integrity;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import io.terraverde.uplink.FakeRegistry;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.Uplink;
import io.terraverde.uplink.Uplink.TarballDelivery;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import io.terraverde.uplink.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UplinkTarballTest {
    private static final PackageName NAME = PackageName.parse("@acme/base");
    private static final String FILE = "base-1.0.0.tgz";
    private static final String KEY =
            ".terraverde/cache/" + new FakeRegistry().asUplink("up").cacheName() + "/@acme/base/" + FILE;
    private static final byte[] BYTES = aTarballOf("@acme/base", "1.0.0").bytes();

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final FakeRegistry upstream = new FakeRegistry();
    private final RegistryFixture registry =
            RegistryFixture.over(store).withUplinks(Origins.MERGE, upstream.asUplink("up"));

    @BeforeEach
    void servePackage() {
        upstream.withText("/@acme%2fbase", packument("1.0.0", Integrity.of(BYTES)));
        upstream.withBytes("/@acme/base/-/" + FILE, BYTES, Encoding.IDENTITY, null);
    }

    @Test
    void tarballOfAnUplinkArrivesAndIsKept() throws IOException {
        TarballReader tarballs = registry.tarballReader();

        FoundTarball.Arriving first = (FoundTarball.Arriving) tarballs.find(NAME, FILE);
        assertThat(first.shasum()).contains(Integrity.of(BYTES).shasum());
        assertThat(bytes(first)).isEqualTo(BYTES);
        awaitKept();

        FoundTarball.Kept second = (FoundTarball.Kept) tarballs.find(NAME, FILE);
        try (OpenTarball whole = second.whole();
                OpenTarball part = second.opening().range(1, 3)) {
            assertThat(whole.body()).hasBinaryContent(BYTES);
            assertThat(part.body().readAllBytes()).containsExactly(BYTES[1], BYTES[2], BYTES[3]);
            assertThat(part.sizeBytes()).isEqualTo(BYTES.length);
        }
    }

    @Test
    void keptTarballNeedsNoUplink() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        int asked = upstream.requests().size();
        upstream.fail(UpstreamException.Kind.UNREACHABLE);
        registry.clock().advance(Duration.ofDays(90));

        FoundTarball.Kept kept = (FoundTarball.Kept) registry.tarballReader().find(NAME, FILE);

        kept.whole().close();
        assertThat(upstream.requests()).hasSize(asked);
    }

    @Test
    void partOfAKeptTarballIsReadThoughItIsEvictedMeanwhile() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        FoundTarball.Kept found = (FoundTarball.Kept) registry.tarballReader().find(NAME, FILE);
        store.delete(BlobKey.of(KEY));

        try (var _ = found.whole();
                OpenTarball part = found.opening().range(1, 3)) {
            assertThat(part.body().readNBytes(3)).containsExactly(BYTES[1], BYTES[2], BYTES[3]);
        }
    }

    @Test
    void partOfAKeptTarballIsOfTheBytesThatWereFound() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        FoundTarball.Kept found = (FoundTarball.Kept) registry.tarballReader().find(NAME, FILE);
        StoreContents.put(store, KEY, "other bytes");

        try (var _ = found.whole();
                OpenTarball part = found.opening().range(1, 3)) {
            assertThat(part.body().readNBytes(3)).containsExactly(BYTES[1], BYTES[2], BYTES[3]);
        }
    }

    @Test
    void tarballThatTheUplinkReplacesIsFetchedAgain() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        byte[] others =
                aTarballOf("@acme/base", "1.0.0").withFile("package/other", "x").bytes();
        upstream.withText("/@acme%2fbase", packument("1.0.0", Integrity.of(others)));
        upstream.withBytes("/@acme/base/-/" + FILE, others, Encoding.IDENTITY, null);
        registry.clock().advance(Duration.ofHours(2));
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");

        FoundTarball found = registry.tarballReader().find(NAME, FILE);

        assertThat(bytes((FoundTarball.Arriving) found)).isEqualTo(others);
    }

    @Test
    void tarballOfAWithdrawnVersionIsKeptUntilTheVersionComesBack() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        upstream.withText("/@acme%2fbase", packument("1.1.0", Integrity.of(BYTES)));
        registry.clock().advance(Duration.ofHours(2));
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.1.0");
        ((FoundTarball.Kept) registry.tarballReader().find(NAME, FILE)).whole().close();

        upstream.withText("/@acme%2fbase", packument("1.0.0", Integrity.of(BYTES)));
        registry.clock().advance(Duration.ofHours(2));
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");

        assertThat(kept(upstream.asUplink("up"))).isEmpty();
    }

    @Test
    void tarballOfAVersionThatTheUplinkDeprecatesIsKept() throws IOException {
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();
        upstream.withText(
                "/@acme%2fbase",
                packument("1.0.0", Integrity.of(BYTES)).replace("\"dist\":", "\"deprecated\":\"no\",\"dist\":"));
        registry.clock().advance(Duration.ofHours(2));

        assertThat(registry.packages().find(NAME).packument().versions().toString())
                .contains("deprecated");

        assertThat(kept(upstream.asUplink("up"))).isPresent();
    }

    @Test
    void wrongBytesAreCutShortAndNotKept() {
        upstream.withBytes(
                "/@acme/base/-/" + FILE,
                "<html>sign in</html>".getBytes(StandardCharsets.UTF_8),
                Encoding.IDENTITY,
                null);
        TarballReader tarballs = registry.tarballReader();

        // A file so small may be known to be wrong before anybody reads it.
        assertThatThrownBy(() -> bytes((FoundTarball.Arriving) tarballs.find(NAME, FILE)))
                .isInstanceOfAny(IOException.class, RegistryException.Unavailable.class);

        assertThat(kept(upstream.asUplink("up"))).isEmpty();
    }

    @Test
    void versionThatHasJustAppearedIsFound() throws IOException {
        byte[] next = aTarballOf("@acme/base", "1.1.0").bytes();
        assertThat(registry.packages().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");
        upstream.withText("/@acme%2fbase", packument("1.1.0", Integrity.of(next)));
        upstream.withBytes("/@acme/base/-/base-1.1.0.tgz", next, Encoding.IDENTITY, null);
        registry.clock().advance(Duration.ofSeconds(30));

        FoundTarball found = registry.tarballReader().find(NAME, "base-1.1.0.tgz");

        assertThat(bytes((FoundTarball.Arriving) found)).isEqualTo(next);
    }

    @Test
    void unknownFileIsNotFoundAndAFailingUplinkIsNot() {
        TarballReader tarballs = registry.tarballReader();
        assertThatThrownBy(() -> tarballs.find(NAME, "base-9.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);

        upstream.fail(UpstreamException.Kind.TIMED_OUT);

        assertThatThrownBy(() -> tarballs.find(PackageName.parse("other"), "other-1.0.0.tgz"))
                .isInstanceOf(RegistryException.Unavailable.class);
        assertThatThrownBy(() -> tarballs.find(NAME, FILE)).isInstanceOf(RegistryException.Unavailable.class);
    }

    @Test
    void fileThatAFailingUplinkMayHaveIsNotMissingBecauseThePackageIsHosted() throws IOException {
        registry.withUplinks(Origins.MERGE).publish("@acme/base", "0.9.0");
        registry.withUplinks(Origins.MERGE, upstream.asUplink("up"));
        upstream.fail(UpstreamException.Kind.UNREACHABLE);
        TarballReader tarballs = registry.tarballReader();

        assertThatThrownBy(() -> tarballs.find(NAME, FILE)).isInstanceOf(RegistryException.Unavailable.class);

        FoundTarball.Hosted hosted = (FoundTarball.Hosted) tarballs.find(NAME, "base-0.9.0.tgz");
        hosted.opening().whole().close();
    }

    @Test
    void fileThatAFailingUplinkMayHaveIsNotMissingBecauseAnotherLacksIt() throws IOException {
        FakeRegistry failing = new FakeRegistry();
        failing.fail(UpstreamException.Kind.UNREACHABLE);
        registry.withUplinks(Origins.MERGE, upstream.asUplink("up"), failing.asUplink("failing"));
        TarballReader tarballs = registry.tarballReader();

        assertThatThrownBy(() -> tarballs.find(NAME, "base-2.0.0.tgz"))
                .isInstanceOf(RegistryException.Unavailable.class);

        assertThat(bytes((FoundTarball.Arriving) tarballs.find(NAME, FILE))).isEqualTo(BYTES);
        failing.recover();
        assertThatThrownBy(() -> tarballs.find(NAME, "base-2.0.0.tgz")).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void keptCopyOfAnotherUplinkIsNotTakenForTheOneThatThePackumentNames() throws IOException {
        byte[] others =
                aTarballOf("@acme/base", "1.0.0").withFile("package/other", "x").bytes();
        FakeRegistry first = new FakeRegistry();
        first.withText("/@acme%2fbase", packument("1.0.0", Integrity.of(others)));
        first.withBytes("/@acme/base/-/" + FILE, others, Encoding.IDENTITY, null);
        registry.withUplinks(Origins.MERGE, first.asUplink("first"), upstream.asUplink("up"));
        first.fail(UpstreamException.Kind.UNREACHABLE);
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(BYTES);
        awaitKept();

        first.recover();
        assertThat(bytes((FoundTarball.Arriving) registry.tarballReader().find(NAME, FILE)))
                .isEqualTo(others);
        awaitKept(first.asUplink("first"));

        // The packuments are too old by then, and the first uplink's copy is the first that is found.
        first.fail(UpstreamException.Kind.UNREACHABLE);
        upstream.fail(UpstreamException.Kind.UNREACHABLE);
        registry.clock().advance(Duration.ofDays(90));
        FoundTarball.Kept kept = (FoundTarball.Kept) registry.tarballReader().find(NAME, FILE);
        try (OpenTarball tarball = kept.whole()) {
            assertThat(tarball.body()).hasBinaryContent(others);
        }
    }

    @Test
    void clientsAreSentToTheUplinkThatWantsIt() {
        for (TarballDelivery elsewhere : new TarballDelivery[] {TarballDelivery.REDIRECT, TarballDelivery.ORIGINAL}) {
            registry.withUplinks(Origins.MERGE, upstream.asUplink("up", Duration.ofMinutes(2), elsewhere));

            assertThat(registry.tarballReader().find(NAME, FILE))
                    .isEqualTo(new FoundTarball.Elsewhere(URI.create(FakeRegistry.URL + "/@acme/base/-/" + FILE)));
        }
    }

    @Test
    void hostedTarballIsNeverFetched() throws IOException {
        byte[] ours =
                aTarballOf("@acme/base", "1.0.0").withFile("package/ours", "x").bytes();
        registry.withUplinks(Origins.MERGE).publish("@acme/base", "1.0.0", ours);
        registry.withUplinks(Origins.MERGE, upstream.asUplink("up"));

        FoundTarball.Hosted found =
                (FoundTarball.Hosted) registry.tarballReader().find(NAME, FILE);

        try (OpenTarball tarball = found.opening().whole()) {
            assertThat(tarball.body()).hasBinaryContent(ours);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    /// Verdaccio knows the files of an uplink's package before it has fetched them.
    @Test
    void fileThatVerdaccioNeverFetchedComesFromTheUplink() throws IOException {
        StoreContents.put(
                store,
                "@acme/base/package.json",
                "{\"name\":\"@acme/base\",\"versions\":{\"1.0.0\":{\"dist\":{\"tarball\":\"http://old/" + FILE
                        + "\"}}},\"_distfiles\":{\"" + FILE + "\":{\"url\":\"http://old/" + FILE + "\"}}}");

        FoundTarball found = registry.tarballReader().find(NAME, FILE);

        assertThat(bytes((FoundTarball.Arriving) found)).isEqualTo(BYTES);
    }

    private static byte[] bytes(FoundTarball.Arriving tarball) throws IOException {
        try (var download = tarball.download();
                InputStream bytes = download.read()) {
            return bytes.readAllBytes();
        }
    }

    /// It is kept behind the back of those who read it.
    private void awaitKept() {
        awaitKept(upstream.asUplink("up"));
    }

    private void awaitKept(Uplink uplink) {
        long giveUp = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (kept(uplink).isEmpty()) {
            assertThat(System.nanoTime()).as("the tarball is not kept").isLessThan(giveUp);
            Thread.onSpinWait();
        }
    }

    private Optional<byte[]> kept(Uplink uplink) {
        return StoreContents.bytes(store, ".terraverde/cache/" + uplink.cacheName() + "/@acme/base/" + FILE);
    }

    private static String packument(String version, Integrity integrity) {
        return String.format(Locale.ROOT, """
                {"name":"@acme/base","dist-tags":{"latest":"%1$s"},"versions":{"%1$s":{"name":"@acme/base",
                "version":"%1$s","dist":{"tarball":"https://upstream.example/@acme/base/-/base-%1$s.tgz",
                "shasum":"%2$s","integrity":"%3$s"}}}}\
                """, version, integrity.shasum(), integrity.sri());
    }
}
