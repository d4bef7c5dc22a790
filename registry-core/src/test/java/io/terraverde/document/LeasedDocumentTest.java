package io.terraverde.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.document.TextFormat.Text;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeasedDocumentTest {
    private static final BlobKey KEY = BlobKey.of("text");
    private static final Duration LEASE = Duration.ofMillis(500);

    private final FakeTime time = new FakeTime();
    private final WatchedStore store = new WatchedStore();

    @Test
    void readWithinTheLeaseAsksNobody() {
        var document = leased(LEASE);
        document.update(present -> Text.of("one"));
        document.get();
        int reads = store.reads.get();

        time.advance(LEASE.minusNanos(1).dividedBy(2));
        document.get();

        assertThat(store.reads).hasValue(reads);
    }

    @Test
    void readAfterTheLeaseSeesWhatOthersWrote() {
        var mine = leased(LEASE);
        var others = leased(LEASE);
        mine.update(present -> Text.of("one"));
        mine.get();
        others.update(present -> Text.of("two"));

        assertThat(text(mine)).isEqualTo("two");
    }

    @Test
    void updateReturnsOnlyWhenEveryOlderLeaseHasRunOut() {
        var reader = leased(LEASE);
        var writer = leased(LEASE);
        writer.update(present -> Text.of("one"));
        reader.get();
        long before = time.getAsLong();

        writer.update(present -> Text.of("two"));

        assertThat(time.getAsLong() - before).isEqualTo(LEASE.toNanos());
        assertThat(text(reader)).isEqualTo("two");
    }

    @Test
    void updateAheadLeavesTheWaitToALaterOne() {
        var reader = leased(LEASE);
        var writer = leased(LEASE);
        writer.update(present -> Text.of("one"));
        reader.get();
        long before = time.getAsLong();

        writer.updateAhead(present -> Text.of("two"));

        assertThat(time.getAsLong()).isEqualTo(before);
        assertThat(text(writer)).isEqualTo("two");
        assertThat(text(reader)).isEqualTo("one");
    }

    @Test
    void stateReadWhileAWriteWasUnderWayIsGoneWhenItIsAcknowledged() {
        var reader = leased(LEASE);
        var writer = leased(LEASE);
        writer.update(present -> Text.of("one"));

        store.beforeNextPut = () -> {
            time.advance(Duration.ofMillis(100));
            assertThat(text(reader)).isEqualTo("one");
        };
        writer.update(present -> Text.of("two"));

        assertThat(text(reader)).isEqualTo("two");
    }

    @Test
    void changeOfNothingWaitsTooBecauseWhatItFoundMayBeFresh() {
        var document = leased(LEASE);
        document.update(present -> Text.of("one"));
        long before = time.getAsLong();

        document.update(present -> present.orElseThrow());

        assertThat(time.getAsLong() - before).isEqualTo(LEASE.toNanos());
    }

    @Test
    void whoChangesNothingHoldsNoStateThatIsOlderThanItsRequest() throws InterruptedException {
        var mine = leased(LEASE);
        var others = leased(LEASE);
        others.update(present -> Text.of("one"));
        var late = new AtomicReference<Thread>();
        store.afterNextRead = () -> {
            others.update(present -> Text.of("two"));
            late.set(Thread.ofPlatform().start(() -> mine.updateAhead(Optional::orElseThrow)));
            awaitWaiting(late.get());
        };

        mine.updateAhead(Optional::orElseThrow);
        assertThat(late.get().join(Duration.ofSeconds(20))).isTrue();

        assertThat(text(mine)).isEqualTo("two");
    }

    @Test
    void interruptNeitherFailsACommittedChangeNorShortensTheWait() {
        var document = leased(LEASE);
        long before = time.getAsLong();
        store.beforeNextPut = () -> Thread.currentThread().interrupt();

        document.update(present -> Text.of("one"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.getAsLong() - before).isEqualTo(LEASE.toNanos());
    }

    @Test
    void withoutLeaseEveryReadAsks() {
        var mine = leased(Duration.ZERO);
        var others = leased(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            String value = "text " + i;
            others.update(present -> Text.of(value));

            assertThat(text(mine)).isEqualTo(value);
        }
    }

    @Test
    void unchangedDocumentIsTheSameInstance() {
        var document = leased(Duration.ZERO);
        document.update(present -> Text.of("one"));
        var first = document.get().orElseThrow();

        assertThat(document.get().orElseThrow()).isSameAs(first);
    }

    @Test
    void absenceIsLeasedAndDeletionIsSeenAfterwards() {
        var document = leased(LEASE);
        assertThat(document.get()).isEmpty();
        int reads = store.reads.get();
        assertThat(document.get()).isEmpty();
        assertThat(store.reads).hasValue(reads);
        document.update(present -> Text.of("one"));
        store.delete(KEY);
        time.advance(LEASE);

        assertThat(document.get()).isEmpty();
    }

    @Test
    void freshAsksWithinTheLease() {
        var document = leased(LEASE);
        document.update(present -> Text.of("one"));
        document.get();
        store.inner.put(KEY, body("\ntwo"), PutIf.always());

        assertThat(document.fresh().orElseThrow().value().value()).isEqualTo("two");
    }

    @Test
    void failureIsThrownAndTheNextReadAsksAgain() {
        var document = leased(LEASE);
        store.failure = new StorageException(StorageException.Kind.UNAVAILABLE, "no answer", null);

        assertThatThrownBy(document::get).isInstanceOf(StorageException.class);

        store.failure = null;
        assertThat(document.get()).isEmpty();
    }

    @Test
    void readsWithinTheLeaseSurviveAStoreThatFails() {
        var document = leased(LEASE);
        document.update(present -> Text.of("one"));
        document.get();
        store.failure = new StorageException(StorageException.Kind.UNAVAILABLE, "no answer", null);

        assertThat(text(document)).isEqualTo("one");
    }

    @Test
    void readersWhoComeDuringARequestShareTheNextOne() {
        int readers = 17;
        var firstIsAsking = new CountDownLatch(1);
        // Each reader looks at the clock when it comes; the one that asks looks again.
        var allHaveCome = new CountDownLatch(readers + 1);
        var ticks = new AtomicLong();
        LongSupplier clock = () -> {
            long tick = ticks.incrementAndGet();
            // Last, so that the second request begins after everybody has come.
            allHaveCome.countDown();
            return tick;
        };
        leased(Duration.ZERO).update(present -> Text.of("one"));
        var document = new LeasedDocument<>(documents(), KEY, new Lease(Duration.ZERO, clock), time);
        int before = store.reads.get();
        store.beforeNextRead = () -> {
            firstIsAsking.countDown();
            await(allHaveCome);
        };

        List<String> answers = Race.of(readers, reader -> {
            if (reader > 0) {
                await(firstIsAsking);
            }
            return text(document);
        });

        assertThat(answers).containsOnly("one");
        assertThat(store.reads.get() - before).isEqualTo(2);
    }

    @Test
    void negativeLeaseIsRefused() {
        assertThatThrownBy(() -> leased(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private LeasedDocument<Text> leased(Duration lease) {
        return new LeasedDocument<>(documents(), KEY, new Lease(lease, time), time);
    }

    private DocumentStore<Text> documents() {
        return new DocumentStore<>(
                store,
                new TextFormat(),
                CommitLimits.defaults(),
                time,
                InstantSource.fixed(Instant.EPOCH),
                new Random(1));
    }

    private static String text(LeasedDocument<Text> document) {
        return document.get().orElseThrow().value().value();
    }

    private static BlobBody body(String text) {
        return BlobBody.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("waits for its turn").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Counts reads, and lets a test act just before a read or a put or just after a read, or fail it.
    private static final class WatchedStore implements BlobStore {
        private final InMemoryBlobStore inner = new InMemoryBlobStore(InstantSource.fixed(Instant.EPOCH));
        private final AtomicInteger reads = new AtomicInteger();
        private volatile @Nullable StorageException failure;
        private volatile @Nullable Runnable beforeNextRead;
        private volatile @Nullable Runnable afterNextRead;
        private volatile @Nullable Runnable beforeNextPut;

        @Override
        public BlobRead read(BlobKey key, ReadIf condition) {
            reads.incrementAndGet();
            Runnable action = beforeNextRead;
            beforeNextRead = null;
            if (action != null) {
                action.run();
            }
            StorageException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            BlobRead found = inner.read(key, condition);
            Runnable next = afterNextRead;
            afterNextRead = null;
            if (next != null) {
                next.run();
            }
            return found;
        }

        @Override
        public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
            Runnable action = beforeNextPut;
            beforeNextPut = null;
            if (action != null) {
                action.run();
            }
            return inner.put(key, body, condition);
        }

        @Override
        public void delete(BlobKey key) {
            inner.delete(key);
        }

        @Override
        public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
            return inner.list(prefix, after, limit);
        }

        @Override
        public void check() {
            inner.check();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
