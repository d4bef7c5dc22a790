package io.terraverde.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TurnsTest extends CounterFixture {
    @Test
    void writersWhoWaitAreCommittedTogetherAndARefusalConcernsItsWriterOnly() throws InterruptedException {
        CountDownLatch firstIsWriting = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        store.once(Operation.PUT, new Fault.Meanwhile(other -> {
            firstIsWriting.countDown();
            awaitQuietly(othersWait);
        }));
        List<String> outcomes = new CopyOnWriteArrayList<>();

        List<Thread> writers = new ArrayList<>();
        writers.add(Thread.ofPlatform().start(() -> outcomes.add(outcomeOf(Counter::increment))));
        awaitQuietly(firstIsWriting);
        for (int i = 1; i <= 10; i++) {
            Change<Counter> change = i % 5 == 0 ? TurnsTest::refuse : Counter::increment;
            writers.add(Thread.ofPlatform().start(() -> outcomes.add(outcomeOf(change))));
        }
        writers.subList(1, 11).forEach(TurnsTest::awaitWaiting);
        othersWait.countDown();
        for (Thread writer : writers) {
            assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(outcomes).filteredOn("refused"::equals).hasSize(2);
        assertThat(outcomes).filteredOn("done"::equals).hasSize(9);
        assertThat(present().value()).isEqualTo(9);
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void writersWhoComeBeforeARefusedBatchIsWrittenAgainGoAlong() throws InterruptedException {
        Crowd crowd = new Crowd(10);
        store.once(Operation.PUT, new Fault.Meanwhile(other -> {
            crowd.comes();
            incrementElsewhere(other);
        }));

        counters.update(KEY, null, Counter::increment);
        crowd.awaitDone();

        assertThat(present().value()).isEqualTo(12);
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void batchWhoseWriteMayStillArriveTakesNobodyIn() throws InterruptedException {
        Crowd crowd = new Crowd(10);
        DocumentStore<Counter> pausing = new DocumentStore<>(
                store, new CounterFormat(), LIMITS, pause -> crowd.comes(), clock, CounterFormat.seeded(1));
        crowd.writesTo(pausing);
        store.once(Operation.PUT, new Fault.UnknownLate());
        store.once(Operation.PUT, new Fault.Meanwhile(other -> store.landLate()));

        pausing.update(KEY, null, Counter::increment);
        crowd.awaitDone();

        assertThat(present().value()).isEqualTo(11);
        assertThat(store.calls(Operation.PUT)).isEqualTo(3);
    }

    @Test
    void writerWhoComesAfterAReadIsNotJudgedByIt() throws InterruptedException {
        incrementElsewhere(inner);
        AtomicReference<Thread> late = new AtomicReference<>();
        store.once(Operation.READ, new Fault.Afterwards(other -> {
            incrementElsewhere(other);
            late.set(waiting(present -> valueOf(1, present)));
        }));

        counters.update(KEY, null, Optional::orElseThrow);

        assertThat(late.get().join(Duration.ofSeconds(20))).isTrue();
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void writerWhoComesAfterTheReadBetweenTwoAttemptsIsNotJudgedByIt() throws InterruptedException {
        AtomicReference<Thread> late = new AtomicReference<>();
        store.once(Operation.PUT, new Fault.Meanwhile(this::incrementElsewhere));
        store.once(Operation.READ, new Fault.Afterwards(other -> {}));
        store.once(Operation.READ, new Fault.Afterwards(other -> {
            incrementElsewhere(other);
            late.set(waiting(present -> valueOf(1, present)));
        }));

        counters.update(KEY, null, present -> valueOf(1, present));

        assertThat(late.get().join(Duration.ofSeconds(20))).isTrue();
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void whoComesAfterAWriteThatWasOursIsStillWritten() throws InterruptedException {
        Crowd crowd = new Crowd(10);
        DocumentStore<Counter> pausing = new DocumentStore<>(
                store, new CounterFormat(), LIMITS, pause -> crowd.comes(), clock, CounterFormat.seeded(1));
        crowd.writesTo(pausing);
        store.once(Operation.PUT, new Fault.Repeated());

        Document<Counter> done = pausing.update(KEY, null, Counter::increment);
        crowd.awaitDone();

        assertThat(done.value().value()).isEqualTo(1);
        assertThat(present().value()).isEqualTo(11);
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void changeThatMayNotBeStoredFailsAloneInItsBatch() throws InterruptedException {
        DocumentStore<Counter> limited =
                new DocumentStore<>(store, new UpTo(100), LIMITS, pauses::add, clock, CounterFormat.seeded(1));
        CountDownLatch firstIsWriting = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        store.once(Operation.PUT, new Fault.Meanwhile(other -> {
            firstIsWriting.countDown();
            awaitQuietly(othersWait);
        }));
        List<String> outcomes = new CopyOnWriteArrayList<>();

        List<Thread> writers = new ArrayList<>();
        writers.add(Thread.ofPlatform().start(() -> outcomes.add(outcomeOf(limited, Counter::increment))));
        awaitQuietly(firstIsWriting);
        for (int i = 1; i <= 9; i++) {
            long amount = i == 4 ? 1000 : 1;
            writers.add(Thread.ofPlatform()
                    .start(() -> outcomes.add(outcomeOf(
                            limited, present -> present.orElse(Counter.ZERO).plus(amount)))));
            awaitWaiting(writers.getLast());
        }
        othersWait.countDown();
        for (Thread writer : writers) {
            assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(outcomes).filteredOn("too large"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("done"::equals).hasSize(9);
        assertThat(present().value()).isEqualTo(9);
    }

    /// Counters that are not written beyond a maximum.
    private record UpTo(long max) implements DocumentFormat<Counter> {
        private static final CounterFormat FORMAT = new CounterFormat();

        @Override
        public Counter read(byte[] bytes) {
            return FORMAT.read(bytes);
        }

        @Override
        public byte[] write(Counter counter) {
            if (counter.value() > max) {
                throw new RegistryException.TooLarge("too large");
            }
            return FORMAT.write(counter);
        }

        @Override
        public List<CommitId> commits(Counter counter) {
            return FORMAT.commits(counter);
        }

        @Override
        public Counter withCommits(Counter counter, List<CommitId> commits) {
            return FORMAT.withCommits(counter, commits);
        }
    }

    /// Writers who come together, one increment each.
    private final class Crowd {
        private final int size;
        private final List<Thread> writers = new ArrayList<>();
        private DocumentStore<Counter> documents = counters;

        Crowd(int size) {
            this.size = size;
        }

        void writesTo(DocumentStore<Counter> other) {
            documents = other;
        }

        /// Comes when it is first called, and returns when all wait for their turn, which somebody else has.
        void comes() {
            for (int i = writers.size(); i < size; i++) {
                writers.add(Thread.ofPlatform().start(() -> documents.update(KEY, null, Counter::increment)));
            }
            writers.forEach(TurnsTest::awaitWaiting);
        }

        void awaitDone() throws InterruptedException {
            for (Thread writer : writers) {
                assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
            }
        }
    }

    @Test
    void failureOfABatchReachesEveryWriterOfIt() {
        store.always(Operation.PUT, key -> true, new Fault.Fail(StorageException.Kind.DENIED));

        List<String> outcomes = Race.of(8, runner -> outcomeOf(Counter::increment));

        assertThat(outcomes).containsOnly("DENIED");
    }

    @Test
    void writersOfManyStoresLoseNothing() {
        Race.of(8, runner -> {
            DocumentStore<Counter> own = CounterFormat.counters(inner, clock, runner);
            for (int i = 0; i < 25; i++) {
                own.update(KEY, null, Counter::increment);
            }
            return runner;
        });

        assertThat(present().value()).isEqualTo(200);
    }

    private String outcomeOf(Change<Counter> change) {
        return outcomeOf(counters, change);
    }

    private static String outcomeOf(DocumentStore<Counter> documents, Change<Counter> change) {
        try {
            documents.update(KEY, null, change);
            return "done";
        } catch (StorageException e) {
            return e.kind().name();
        } catch (IllegalStateException | RegistryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// A writer who waits for the turn.
    private Thread waiting(Change<Counter> change) {
        Thread writer = Thread.ofPlatform().start(() -> counters.update(KEY, null, change));
        awaitWaiting(writer);
        return writer;
    }

    private static Counter valueOf(long value, Optional<Counter> present) {
        Counter counter = present.orElse(Counter.ZERO);
        return counter.value() == value ? counter : new Counter(value, counter.commits());
    }

    private static Counter refuse(Optional<Counter> present) {
        throw new IllegalStateException("refused");
    }

    private static void awaitWaiting(Thread thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("does not wait for its turn: " + thread);
            }
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the others did not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
