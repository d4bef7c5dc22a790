package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheStore;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;

/// An uplink that has `left-pad@1.0.0`, and instances of a registry over one cache that can fail.
final class PackumentsFixture {
    static final PackageName NAME = PackageName.parse("left-pad");
    static final Duration MAX_AGE = Duration.ofMinutes(2);
    static final Freshness FRESHNESS = new Freshness(Duration.ofHours(1), Duration.ofDays(30), Duration.ofSeconds(30));

    final ManualClock clock = new ManualClock();
    final FaultyBlobStore store = new FaultyBlobStore(new InMemoryBlobStore(clock));
    final FakeRegistry registry = new FakeRegistry().with("left-pad", Map.of("1.0.0", ""));
    final Uplink uplink = registry.asUplink("up");
    final Errands errands = new Errands();
    private final Path spool;

    PackumentsFixture(Path spool) {
        this.spool = spool;
    }

    /// Runs every errand on a thread of its own, and knows when all are done.
    static final class Errands implements Executor {
        private final Phaser running = new Phaser(1);

        @Override
        public void execute(Runnable errand) {
            running.register();
            Thread.startVirtualThread(() -> {
                try {
                    errand.run();
                } finally {
                    running.arriveAndDeregister();
                }
            });
        }

        void await() {
            running.arriveAndAwaitAdvance();
        }
    }

    void publish(String version) {
        Map<String, String> versions = new TreeMap<>(Map.of("1.0.0", ""));
        versions.put(version, "");
        registry.with("left-pad", versions);
    }

    /// An instance that has everything of use in memory.
    UpstreamPackuments instance() {
        return instance(1 << 20);
    }

    /// @param cacheBytes 1: no packument stays in memory
    UpstreamPackuments instance(long cacheBytes) {
        return new UpstreamPackuments(
                FRESHNESS,
                new CacheStore(store, "cache/"),
                new TarballSpool(spool),
                new WorkingMemory(1 << 20),
                cacheBytes,
                20 << 20,
                clock,
                errands);
    }

    Offer ask(UpstreamPackuments instance, Patience patience) {
        return instance.ask(List.of(uplink), NAME, patience).getFirst();
    }

    Offer askAnew(UpstreamPackuments instance) {
        return instance.askAnew(List.of(uplink), NAME).getFirst();
    }

    /// The versions that somebody with patience is given.
    List<String> versions(UpstreamPackuments instance) {
        return versions(ask(instance, Patience.LONG));
    }

    static List<String> versions(Offer offer) {
        assertThat(offer).isInstanceOf(Offer.Found.class);
        return List.copyOf(((Offer.Found) offer).packument().get().versions().keySet());
    }
}
