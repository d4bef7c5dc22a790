package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheStore;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.Uplink.TarballDelivery;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer is given out before it is in the cache. Who asks while it is put there is not served with it when the
/// uplink must be asked every time.
class AnswerBeingKeptTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final Freshness STRICT = new Freshness(Duration.ZERO, Duration.ofDays(30), Duration.ZERO);

    @TempDir
    private Path spool;

    private final ManualClock clock = new ManualClock();
    private final FakeRegistry registry = new FakeRegistry().with("left-pad", Map.of("1.0.0", ""));
    private final Uplink uplink = registry.asUplink("up", Duration.ZERO, TarballDelivery.CACHE);
    private final CountDownLatch secondErrand = new CountDownLatch(1);

    @Test
    void uplinkIsAskedAgain() {
        FaultyBlobStore store = new FaultyBlobStore(new InMemoryBlobStore(clock))
                .once(Operation.PUT, new Fault.Meanwhile(ignored -> awaitSecondErrand()));
        UpstreamPackuments packuments = packuments(store);
        assertThat(versions(packuments)).containsExactly("1.0.0");
        registry.with("left-pad", Map.of("2.0.0", ""));

        assertThat(versions(packuments)).containsExactly("2.0.0");

        assertThat(versions(packuments)).containsExactly("2.0.0");
    }

    private UpstreamPackuments packuments(FaultyBlobStore store) {
        AtomicInteger errands = new AtomicInteger();
        return new UpstreamPackuments(
                STRICT,
                new CacheStore(store, "cache/"),
                new TarballSpool(spool),
                new WorkingMemory(1 << 20),
                1 << 20,
                100_000,
                clock,
                errand -> {
                    if (errands.incrementAndGet() == 2) {
                        secondErrand.countDown();
                    }
                    Thread.startVirtualThread(errand);
                });
    }

    private void awaitSecondErrand() {
        try {
            assertThat(secondErrand.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while something is kept", e);
        }
    }

    private List<String> versions(UpstreamPackuments packuments) {
        Offer offer = packuments.ask(List.of(uplink), NAME, Patience.LONG).getFirst();
        return List.copyOf(((Offer.Found) offer).packument().get().versions().keySet());
    }
}
