package io.terraverde.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Counters in a faulty store over memory, with clocks that stand still, the store's at another time, and pauses that
/// only are noted.
abstract class CounterFixture {
    static final BlobKey KEY = BlobKey.of("counter");
    static final CommitLimits LIMITS =
            new CommitLimits(5, Duration.ofSeconds(20), Duration.ofMillis(2), Duration.ofMillis(400));

    final ManualClock clock = new ManualClock();
    final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock(Instant.EPOCH));
    final FaultyBlobStore store = new FaultyBlobStore(inner);
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final DocumentStore<Counter> counters = storeOver(store, 1);

    private DocumentStore<Counter> storeOver(BlobStore blobs, long seed) {
        return new DocumentStore<>(blobs, new CounterFormat(), LIMITS, pauses::add, clock, CounterFormat.seeded(seed));
    }

    /// What another process does.
    final void incrementElsewhere(BlobStore other) {
        CounterFormat.counters(other, clock, System.nanoTime()).update(KEY, null, Counter::increment);
    }

    /// The counter that is in the store.
    final Counter present() {
        return storeOver(inner, 0).load(KEY).orElseThrow().value();
    }

    static void assertKind(Throwable failure, StorageException.Kind kind) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
