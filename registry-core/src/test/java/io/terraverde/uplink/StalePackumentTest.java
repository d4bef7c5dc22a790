package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is given of a packument that is not fresh any more, to those who cannot wait and to those who miss
/// something in it.
final class StalePackumentTest {
    private static final Duration BEYOND_STALE =
            PackumentsFixture.MAX_AGE.plus(PackumentsFixture.FRESHNESS.staleWhileRevalidate());

    private PackumentsFixture all;

    @BeforeEach
    void prepare(@TempDir Path spool) {
        all = new PackumentsFixture(spool);
    }

    @Test
    void whoMissesSomethingWaitsForTheWordOfTheUplinkAlthoughAnErrandIsUnderWay() throws Exception {
        UpstreamPackuments instance = all.instance();
        assertThat(all.versions(instance)).containsExactly("1.0.0");
        all.errands.await();
        all.publish("1.1.0");
        all.clock.advance(PackumentsFixture.MAX_AGE);
        CountDownLatch gate = all.registry.hold();
        // The errand behind this answer hangs at the uplink.
        assertThat(all.versions(instance)).containsExactly("1.0.0");

        CompletableFuture<Offer> missing = CompletableFuture.supplyAsync(() -> all.askAnew(instance), all.errands);
        gate.countDown();

        assertThat(PackumentsFixture.versions(missing.get(1, TimeUnit.MINUTES))).contains("1.1.0");
    }

    @Test
    void whoMissesSomethingIsNotContentWithWhatAnotherInstanceHeardLongAgo() {
        assertThat(all.versions(all.instance())).containsExactly("1.0.0");
        all.errands.await();
        all.publish("1.1.0");
        all.clock.advance(PackumentsFixture.MAX_AGE.minusSeconds(1));

        UpstreamPackuments other = all.instance();

        assertThat(all.versions(other)).containsExactly("1.0.0");
        assertThat(PackumentsFixture.versions(all.askAnew(other))).contains("1.1.0");
    }

    @Test
    void whoCannotWaitIsGivenAnOldPackumentAtOnce() {
        UpstreamPackuments instance = all.instance();
        assertThat(all.versions(instance)).containsExactly("1.0.0");
        all.errands.await();
        all.clock.advance(BEYOND_STALE.plusDays(1));
        CountDownLatch gate = all.registry.hold();
        all.publish("1.1.0");

        assertThat(PackumentsFixture.versions(all.ask(instance, Patience.SHORT)))
                .containsExactly("1.0.0");

        gate.countDown();
        all.errands.await();
        assertThat(PackumentsFixture.versions(all.ask(instance, Patience.SHORT)))
                .contains("1.1.0");
    }

    @Test
    void whoCannotWaitIsGivenWhatTheCacheHasAfterARestart() {
        assertThat(all.versions(all.instance())).containsExactly("1.0.0");
        all.errands.await();
        all.clock.advance(BEYOND_STALE.plusDays(1));
        CountDownLatch gate = all.registry.hold();

        assertThat(PackumentsFixture.versions(all.ask(all.instance(), Patience.SHORT)))
                .containsExactly("1.0.0");
        gate.countDown();
    }

    @Test
    void whoIsGivenAnOlderPackumentIsToldWhatFailed() {
        UpstreamPackuments instance = all.instance();
        assertThat(failure(all.ask(instance, Patience.LONG))).isEmpty();
        all.errands.await();
        all.clock.advance(BEYOND_STALE);
        all.registry.fail(UpstreamException.Kind.UNREACHABLE);

        assertThat(failure(all.ask(instance, Patience.LONG))).contains(UpstreamException.Kind.UNREACHABLE);
        assertThat(failure(all.ask(instance, Patience.SHORT))).contains(UpstreamException.Kind.UNREACHABLE);

        all.errands.await();
        all.registry.recover();
        all.clock.advance(Duration.ofMinutes(1));
        assertThat(failure(all.ask(instance, Patience.LONG))).isEmpty();
    }

    private static Optional<UpstreamException.Kind> failure(Offer offer) {
        assertThat(offer).isInstanceOf(Offer.Found.class);
        return ((Offer.Found) offer).failure().map(UpstreamException::kind);
    }

    @Test
    void packumentThatIsTooOldStandsInForNobody() {
        UpstreamPackuments instance = all.instance();
        assertThat(all.versions(instance)).containsExactly("1.0.0");
        all.errands.await();
        all.clock.advance(PackumentsFixture.MAX_AGE.plus(PackumentsFixture.FRESHNESS.staleIfError()));
        CountDownLatch gate = all.registry.hold();

        assertThat(all.ask(instance, Patience.SHORT)).isInstanceOf(Offer.Failure.class);
        gate.countDown();
    }

    @Test
    void clockThatIsALittleAheadElsewhereDoesNotMakeAPackumentUnusable() {
        all.clock.advance(Duration.ofMinutes(2));
        assertThat(all.versions(all.instance())).containsExactly("1.0.0");
        all.errands.await();
        all.clock.advance(Duration.ofMinutes(-1));
        all.registry.fail(UpstreamException.Kind.UNREACHABLE);

        assertThat(all.versions(all.instance())).containsExactly("1.0.0");
    }
}
