package io.terraverde.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.cache.CacheStore;
import io.terraverde.core.RegistryException;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import io.terraverde.uplink.Uplink.TarballDelivery;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamPackumentsTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final Duration MAX_AGE = Duration.ofMinutes(2);
    private static final Freshness FRESHNESS =
            new Freshness(Duration.ofHours(1), Duration.ofDays(30), Duration.ofSeconds(30));
    private static final int MAX_BYTES = 100_000;

    @TempDir
    private Path spool;

    private final ManualClock clock = new ManualClock();
    private final InMemoryBlobStore store = new InMemoryBlobStore(clock);
    private final FakeRegistry registry = new FakeRegistry().with("left-pad", Map.of("1.0.0", ""));
    private final Uplink uplink = registry.asUplink("up");
    private final PackumentsFixture.Errands errands = new PackumentsFixture.Errands();

    @Test
    void uplinkIsAskedOnceHoweverManyWantThePackument() {
        UpstreamPackuments packuments = packuments();

        List<List<String>> found = Race.of(32, runner -> versions(packuments));

        assertThat(found).containsOnly(List.of("1.0.0"));
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void freshPackumentIsGivenOutWithoutAsking() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");

        clock.advance(MAX_AGE.minusSeconds(1));

        assertThat(versions(packuments)).containsExactly("1.0.0");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void agedPackumentIsGivenOutWhileTheUplinkHangs() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");
        CountDownLatch gate = registry.hold();
        clock.advance(MAX_AGE);

        assertThat(versions(packuments)).containsExactly("1.0.0");
        gate.countDown();
        errands.await();

        assertThat(versions(packuments)).containsExactly("1.0.0", "1.1.0");
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void packumentBeyondTheStaleBoundWaits() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");

        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));

        assertThat(versions(packuments)).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void strictModeWaitsForEveryAgedPackument() {
        UpstreamPackuments strict =
                packuments(new Freshness(Duration.ZERO, FRESHNESS.staleIfError(), FRESHNESS.notFound()));
        assertThat(versions(strict)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");

        clock.advance(MAX_AGE);

        assertThat(versions(strict)).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void uplinkWithoutMaxAgeIsAlwaysWaitedFor() {
        Uplink always = registry.asUplink("up", Duration.ZERO, TarballDelivery.CACHE);
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments, always)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");

        assertThat(versions(packuments, always)).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void unchangedPackumentIsFreshAgainAndKeepsItsDigest() {
        UpstreamPackuments packuments = packuments();
        String before = digest(packuments);
        errands.await();
        clock.advance(MAX_AGE);
        assertThat(digest(packuments)).isEqualTo(before);
        errands.await();

        clock.advance(MAX_AGE.minusSeconds(1));

        assertThat(digest(packuments)).isEqualTo(before);
        assertThat(registry.requests()).hasSize(2);
        assertThat(registry.requests().getLast().etag()).isPresent();
    }

    @Test
    void registryWithoutTagsIsAskedForEverythingAndNothingChanges() {
        registry.withBytes(
                "/left-pad", "{\"name\":\"left-pad\"}".getBytes(UTF_8), UpstreamAnswer.Encoding.IDENTITY, null);
        UpstreamPackuments packuments = packuments();
        String before = digest(packuments);
        errands.await();

        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));

        assertThat(digest(packuments)).isEqualTo(before);
        assertThat(registry.requests().getLast().etag()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(UpstreamException.Kind.class)
    void failingUplinkIsStoodInForByWhatItSaidBefore(UpstreamException.Kind kind) {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        registry.fail(kind);

        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();

        clock.advance(FRESHNESS.staleIfError());
        assertThat(failure(packuments).kind()).isEqualTo(kind);
    }

    @Test
    void failingUplinkIsLeftInPeaceForAMoment() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        registry.fail(UpstreamException.Kind.REFUSED);
        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));

        assertThat(versions(packuments)).containsExactly("1.0.0");
        assertThat(versions(packuments)).containsExactly("1.0.0");

        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void packageThatTheUplinkHasLostIsStillGivenOut() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        registry.without("/left-pad");

        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));

        assertThat(versions(packuments)).containsExactly("1.0.0");
    }

    @ParameterizedTest
    @EnumSource(UpstreamException.Kind.class)
    void failureWithNothingKeptIsAFailureAndNeverAbsence(UpstreamException.Kind kind) {
        registry.fail(kind);

        assertThat(failure(packuments()).kind()).isEqualTo(kind);
        assertThat(objects()).isEmpty();
    }

    @Test
    void absenceIsBelievedForAMoment() {
        registry.without("/left-pad");
        UpstreamPackuments packuments = packuments();
        assertThat(offer(packuments, uplink)).isInstanceOf(Offer.Nothing.class);
        publish("1.0.0");

        assertThat(offer(packuments, uplink)).isInstanceOf(Offer.Nothing.class);
        clock.advance(FRESHNESS.notFound());

        assertThat(versions(packuments)).contains("1.0.0");
    }

    @Test
    void whoMissesSomethingMayAskAnewButNotAllTheTime() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");
        clock.advance(FRESHNESS.notFound());

        assertThat(versions(packuments.askAnew(List.of(uplink), NAME).getFirst()))
                .contains("1.1.0");
        errands.await();
        assertThat(versions(packuments.askAnew(List.of(uplink), NAME).getFirst()))
                .contains("1.1.0");

        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void anotherInstanceUsesWhatIsKeptAndNeedsNoUplink() {
        assertThat(versions(packuments())).containsExactly("1.0.0");
        errands.await();
        registry.fail(UpstreamException.Kind.UNREACHABLE);

        assertThat(versions(packuments())).containsExactly("1.0.0");
        assertThat(registry.requests()).hasSize(1);
        clock.advance(Duration.ofDays(2));

        assertThat(versions(packuments())).containsExactly("1.0.0");
    }

    @Test
    void cacheThatIsDeletedMeanwhileIsFilledAgain() {
        UpstreamPackuments tiny = packuments(FRESHNESS, 1);
        Offer.Found offer = (Offer.Found) offer(tiny, uplink);
        errands.await();
        Offer.Found known = (Offer.Found) offer(tiny, uplink);
        objects().forEach(store::delete);

        assertThat(known.packument().get().versions()).containsOnlyKeys("1.0.0");
        assertThat(offer.packument().get().versions()).containsOnlyKeys("1.0.0");
        errands.await();

        assertThat(objects()).hasSize(2);
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void lostPackumentOfAFailingUplinkIsAFailureAndNotAbsence() {
        UpstreamPackuments tiny = packuments(FRESHNESS, 1);
        assertThat(versions(tiny)).containsExactly("1.0.0");
        errands.await();
        Offer.Found known = (Offer.Found) offer(tiny, uplink);
        objects().forEach(store::delete);
        registry.fail(UpstreamException.Kind.TIMED_OUT);

        assertThatThrownBy(() -> known.packument().get()).isInstanceOf(RegistryException.Unavailable.class);
    }

    @Test
    void changedPackumentTakesThePlaceOfTheOldOne() {
        UpstreamPackuments packuments = packuments();
        assertThat(versions(packuments)).containsExactly("1.0.0");
        errands.await();
        publish("1.1.0");
        clock.advance(MAX_AGE.plus(FRESHNESS.staleWhileRevalidate()));
        assertThat(versions(packuments)).contains("1.1.0");
        errands.await();

        assertThat(objects()).hasSize(2);
    }

    @Test
    void compressedPackumentIsKeptAsItCame() {
        registry.compressed("/left-pad");
        assertThat(versions(packuments())).containsExactly("1.0.0");
        errands.await();

        assertThat(versions(packuments())).containsExactly("1.0.0");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void anotherAddressOfTheSameUplinkIsAnotherRegistry() {
        assertThat(versions(packuments())).containsExactly("1.0.0");
        errands.await();
        Uplink moved = new Uplink(
                "up", URI.create("https://other.example"), MAX_AGE, true, TarballDelivery.CACHE, new FakeRegistry());

        assertThat(offer(packuments(), moved)).isInstanceOf(Offer.Nothing.class);
    }

    @Test
    void requestsCarryTheViaOfTheClient() {
        UpstreamPackuments packuments = packuments();

        List<String> found = RequestVia.call("1.1 front", () -> versions(packuments));

        assertThat(found).containsExactly("1.0.0");
        assertThat(registry.requests().getFirst().via()).contains("1.1 front");
    }

    private void publish(String version) {
        Map<String, String> versions = new TreeMap<>(Map.of("1.0.0", ""));
        versions.put(version, "");
        registry.with("left-pad", versions);
    }

    private UpstreamPackuments packuments() {
        return packuments(FRESHNESS);
    }

    private UpstreamPackuments packuments(Freshness freshness) {
        return packuments(freshness, 1 << 20);
    }

    private UpstreamPackuments packuments(Freshness freshness, long cacheBytes) {
        return new UpstreamPackuments(
                freshness,
                new CacheStore(store, "cache/"),
                new TarballSpool(spool),
                new WorkingMemory(1 << 20),
                cacheBytes,
                MAX_BYTES,
                clock,
                errands);
    }

    private Offer offer(UpstreamPackuments packuments, Uplink from) {
        return packuments.ask(List.of(from), NAME, Patience.LONG).getFirst();
    }

    private List<String> versions(UpstreamPackuments packuments) {
        return versions(packuments, uplink);
    }

    private List<String> versions(UpstreamPackuments packuments, Uplink from) {
        return versions(offer(packuments, from));
    }

    private static List<String> versions(Offer offer) {
        assertThat(offer).isInstanceOf(Offer.Found.class);
        return List.copyOf(((Offer.Found) offer).packument().get().versions().keySet());
    }

    private String digest(UpstreamPackuments packuments) {
        return ((Offer.Found) offer(packuments, uplink)).digest();
    }

    private UpstreamException failure(UpstreamPackuments packuments) {
        Offer offer = offer(packuments, uplink);
        assertThat(offer).isInstanceOf(Offer.Failure.class);
        return ((Offer.Failure) offer).failure();
    }

    private List<BlobKey> objects() {
        return store.list("", null, 100).entries().stream().map(BlobMeta::key).toList();
    }
}
