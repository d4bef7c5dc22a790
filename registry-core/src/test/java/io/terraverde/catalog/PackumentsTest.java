package io.terraverde.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.document.CommitId;
import io.terraverde.document.CommitLimits;
import io.terraverde.document.Document;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Lease;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentFormat;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PackumentsTest {
    private static final PackageName NAME = PackageName.parse("left-pad");
    private static final Duration LEASE = Duration.ofMillis(500);
    private static final long LARGE_CACHE = 64 << 20;

    private final FakeTime time = new FakeTime();
    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final CountingFormat format = new CountingFormat();
    private final Packuments one = packuments(LEASE, 1);
    private final Packuments other = packuments(LEASE, 2);

    @Test
    void readWithinTheLeaseAsksNobody() {
        readme(one, "first");
        time.advance(LEASE);
        one.find(NAME);
        int reads = store.calls(Operation.READ);

        time.advance(LEASE.minusNanos(1));
        one.find(NAME);
        assertThat(store.calls(Operation.READ)).isEqualTo(reads);

        time.advance(Duration.ofNanos(1));
        one.find(NAME);
        assertThat(store.calls(Operation.READ)).isEqualTo(reads + 1);
    }

    @Test
    void acknowledgedChangeIsSeenByTheOtherInstance() {
        for (int i = 0; i < 5; i++) {
            readme(one, "text " + i);
            assertThat(readme(other)).isEqualTo("text " + i);
            readme(other, "other " + i);
            assertThat(readme(one)).isEqualTo("other " + i);
        }
    }

    @Test
    void changeIsAcknowledgedOnlyWhenEveryOlderLeaseHasRunOut() {
        readme(one, "first");
        readme(other);
        long before = time.getAsLong();

        readme(one, "second");

        assertThat(time.getAsLong() - before).isEqualTo(LEASE.toNanos());
        assertThat(readme(other)).isEqualTo("second");
    }

    @Test
    void stateReadWhileAChangeWasUnderWayIsGoneWhenItIsAcknowledged() {
        readme(one, "first");
        store.once(Operation.PUT, new Fault.Meanwhile(ignored -> {
            time.advance(LEASE);
            assertThat(readme(other)).isEqualTo("first");
        }));

        readme(one, "second");

        assertThat(readme(other)).isEqualTo("second");
    }

    @Test
    void interruptNeitherFailsACommittedChangeNorShortensTheWait() {
        long before = time.getAsLong();
        store.once(
                Operation.PUT,
                new Fault.Meanwhile(ignored -> Thread.currentThread().interrupt()));

        readme(one, "first");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.getAsLong() - before).isEqualTo(LEASE.toNanos());
    }

    @Test
    void withoutLeaseEveryReadAsksAndAnUnchangedPackumentIsTheSameInstance() {
        Packuments mine = packuments(Duration.ZERO, 1);
        Packuments others = packuments(Duration.ZERO, 2);
        for (int i = 0; i < 3; i++) {
            readme(others, "text " + i);

            Document<Packument> first = mine.find(NAME).orElseThrow();

            assertThat(first.value().readme()).isEqualTo("text " + i);
            assertThat(mine.find(NAME).orElseThrow()).isSameAs(first);
        }
    }

    @Test
    void freshAsksWithinTheLease() {
        readme(one, "first");
        one.find(NAME);
        time.advance(Duration.ofNanos(1));
        StoreContents.put(inner, "left-pad/package.json", "{\"readme\":\"second\"}");

        assertThat(one.fresh(NAME).orElseThrow().value().readme()).isEqualTo("second");
    }

    @Test
    void absenceIsLeasedAndEndsWithAnAcknowledgedChange() {
        assertThat(one.find(NAME)).isEmpty();
        int reads = store.calls(Operation.READ);
        assertThat(one.find(NAME)).isEmpty();
        assertThat(store.calls(Operation.READ)).isEqualTo(reads);

        readme(other, "first");

        assertThat(readme(one)).isEqualTo("first");
    }

    @Test
    void deletionIsSeenWhenTheLeaseHasRunOut() {
        readme(one, "first");
        inner.delete(BlobKey.of("left-pad/package.json"));
        time.advance(LEASE);

        assertThat(one.find(NAME)).isEmpty();
    }

    @Test
    void askingForTheRevisionLoadsNothing() {
        Document<Packument> first = readme(one, "first");
        Packuments cold = packuments(LEASE, 3);
        int loads = format.reads.get();

        assertThat(cold.isAt(NAME, first.meta().revision())).isTrue();
        Document<Packument> second = readme(one, "second");
        assertThat(cold.isAt(NAME, first.meta().revision())).isFalse();
        assertThat(one.isAt(NAME, second.meta().revision())).isTrue();
        assertThat(one.isAt(PackageName.parse("missing"), first.meta().revision()))
                .isFalse();

        assertThat(format.reads.get()).isEqualTo(loads);
    }

    @Test
    void concurrentReadersLoadAPackumentOnce() {
        readme(one, "first");
        for (Packuments cold : List.of(packuments(LEASE, 3), packuments(Duration.ZERO, 4))) {
            int loads = format.reads.get();

            List<Document<Packument>> found =
                    Race.of(32, reader -> cold.find(NAME).orElseThrow());

            assertThat(found).hasSize(32).allMatch(document -> document.equals(found.getFirst()));
            assertThat(format.reads.get() - loads).isEqualTo(1);
        }
    }

    @Test
    void readersWhoComeDuringARequestThatFailsShareTheNextOne() {
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
        Packuments cold = packuments(new Lease(LEASE, clock), LARGE_CACHE, 3);
        Predicate<BlobKey> whenAllHaveCome = key -> {
            firstIsAsking.countDown();
            return await(allHaveCome);
        };
        store.always(Operation.READ, whenAllHaveCome, new Fault.Fail(Kind.UNAVAILABLE));

        List<Boolean> failed = Race.of(readers, reader -> {
            if (reader > 0) {
                await(firstIsAsking);
            }
            try {
                return cold.find(NAME).isEmpty();
            } catch (StorageException e) {
                return e.kind() == Kind.UNAVAILABLE;
            }
        });

        assertThat(failed).containsOnly(true);
        assertThat(store.calls(Operation.READ)).isEqualTo(2);
    }

    @Test
    void failureIsNotKept() {
        readme(one, "first");
        time.advance(LEASE);
        store.once(Operation.READ, new Fault.Fail(Kind.UNAVAILABLE));

        assertThatThrownBy(() -> one.find(NAME)).isInstanceOf(StorageException.class);

        time.advance(Duration.ofNanos(1));
        assertThat(readme(one)).isEqualTo("first");
    }

    @Test
    void cacheIsBoundedInBytes() {
        Packuments small = packuments(new Lease(Duration.ofDays(1), time), 64 << 10, 3);
        Packuments large = packuments(new Lease(Duration.ofDays(1), time), LARGE_CACHE, 4);
        for (int i = 0; i < 100; i++) {
            StoreContents.put(inner, "p" + i + "/package.json", "{\"readme\":\"" + "x".repeat(1000) + "\"}");
        }

        assertThat(loadsOfTheSecondRound(small)).isGreaterThan(80);
        assertThat(loadsOfTheSecondRound(large)).isZero();
    }

    @Test
    void packumentLargerThanTheCacheIsStillServed() {
        Packuments tiny = packuments(new Lease(LEASE, time), 10, 3);
        readme(one, "x".repeat(100_000));

        assertThat(readme(tiny)).hasSize(100_000);
        assertThat(readme(tiny)).hasSize(100_000);
    }

    @Test
    void whatIsNoPackumentIsCorrupt() {
        StoreContents.put(inner, "left-pad/package.json", "{\"name\":");

        assertThatThrownBy(() -> one.find(NAME))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
                .hasMessageContaining("left-pad/package.json");
        assertThatThrownBy(() -> readme(one, "never over something unreadable"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
        assertThat(StoreContents.bytes(inner, "left-pad/package.json")).contains("{\"name\":".getBytes(UTF_8));
    }

    private int loadsOfTheSecondRound(Packuments packuments) {
        findAll(packuments);
        int loads = format.reads.get();
        findAll(packuments);
        return format.reads.get() - loads;
    }

    private static void findAll(Packuments packuments) {
        for (int i = 0; i < 100; i++) {
            assertThat(packuments.find(PackageName.parse("p" + i))).isPresent();
        }
    }

    private Packuments packuments(Duration lease, long seed) {
        return packuments(new Lease(lease, time), LARGE_CACHE, seed);
    }

    private Packuments packuments(Lease lease, long cacheBytes, long seed) {
        var documents = new DocumentStore<>(
                store, format, CommitLimits.defaults(), time, new ManualClock(), CounterFormat.seeded(seed));
        var layout = new StorageLayout(BlobKey.of("names"), name -> "");
        return new Packuments(documents, layout, lease, time, cacheBytes);
    }

    private static Document<Packument> readme(Packuments packuments, String text) {
        return packuments.update(
                NAME,
                present -> present.orElseGet(() -> Packument.empty(NAME))
                        .change()
                        .readme(text)
                        .build());
    }

    private static String readme(Packuments packuments) {
        return packuments.find(NAME).orElseThrow().value().readme();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Counts how often a packument is read from bytes.
    private static final class CountingFormat implements DocumentFormat<Packument> {
        private final PackumentFormat format = new PackumentFormat();
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Packument read(byte[] bytes) {
            reads.incrementAndGet();
            return format.read(bytes);
        }

        @Override
        public byte[] write(Packument value) {
            return format.write(value);
        }

        @Override
        public List<CommitId> commits(Packument value) {
            return format.commits(value);
        }

        @Override
        public Packument withCommits(Packument value, List<CommitId> commits) {
            return format.withCommits(value, commits);
        }
    }
}
