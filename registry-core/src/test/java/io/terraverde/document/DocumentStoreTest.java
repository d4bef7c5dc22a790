package io.terraverde.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DocumentStoreTest extends CounterFixture {
    @Test
    void missingDocumentIsEmpty() {
        assertThat(counters.load(KEY)).isEmpty();
    }

    @Test
    void firstUpdateCreatesTheDocument() {
        Document<Counter> created = counters.update(KEY, null, Counter::increment);

        assertThat(created.value().value()).isEqualTo(1);
        assertThat(created.value().commits()).hasSize(1);
        assertThat(counters.load(KEY)).hasValue(created);
    }

    @Test
    void updateReturnsWhatIsInTheStore() {
        Document<Counter> first = counters.update(KEY, null, Counter::increment);

        Document<Counter> second = counters.update(KEY, first, Counter::increment);

        assertThat(second.value().value()).isEqualTo(2);
        assertThat(second.value().commits())
                .hasSize(2)
                .startsWith(first.value().commits().getFirst());
        assertThat(counters.load(KEY)).hasValue(second);
    }

    @Test
    void staleKnownDocumentIsNoHarm() {
        Document<Counter> stale = counters.update(KEY, null, Counter::increment);
        counters.update(KEY, null, Counter::increment);

        assertThat(counters.update(KEY, stale, Counter::increment).value().value())
                .isEqualTo(3);
    }

    @Test
    void documentKeepsItsLatestSixteenCommits() {
        for (int i = 0; i < 20; i++) {
            counters.update(KEY, null, Counter::increment);
        }

        assertThat(present().commits()).hasSize(CommitId.KEPT).doesNotHaveDuplicates();
    }

    @Test
    void refreshOfAnUnchangedDocumentIsTheSameInstance() {
        Document<Counter> known = counters.update(KEY, null, Counter::increment);

        assertThat(counters.refresh(KEY, known)).containsSame(known);

        Document<Counter> next = counters.update(KEY, null, Counter::increment);
        assertThat(counters.refresh(KEY, known)).hasValue(next);
    }

    @Test
    void sameInstanceIsNotWritten() {
        Document<Counter> before = counters.update(KEY, null, Counter::increment);

        Document<Counter> after = counters.update(KEY, before, Optional::orElseThrow);

        assertThat(after).isEqualTo(before);
        assertThat(store.calls(Operation.PUT)).isEqualTo(1);
    }

    @Test
    void refusingChangeThrowsToItsWriterAndWritesNothing() {
        assertThatThrownBy(() -> counters.update(KEY, null, present -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.calls(Operation.PUT)).isZero();
    }

    @Test
    void corruptDocumentIsNeitherReadNorReplaced() {
        inner.put(KEY, BlobBody.of("no number".getBytes(UTF_8)), PutIf.always());

        assertThatThrownBy(() -> counters.load(KEY)).satisfies(e -> assertKind(e, StorageException.Kind.CORRUPT));
        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .satisfies(e -> assertKind(e, StorageException.Kind.CORRUPT));
        assertThat(store.calls(Operation.PUT)).isZero();
    }

    @Test
    void writerThatCameSecondAppliesItsChangeAgain() {
        store.once(Operation.PUT, new Fault.Meanwhile(this::incrementElsewhere));

        Document<Counter> done = counters.update(KEY, null, Counter::increment);

        assertThat(done.value().value()).isEqualTo(2);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void writerThatCameSecondSeesWhatIsWrittenDuringItsPause() {
        DocumentStore<Counter> pausing = new DocumentStore<>(
                store, new CounterFormat(), LIMITS, pause -> incrementElsewhere(inner), clock, CounterFormat.seeded(1));
        store.once(Operation.PUT, new Fault.Meanwhile(this::incrementElsewhere));

        Document<Counter> done = pausing.update(KEY, null, Counter::increment);

        assertThat(done.value().value()).isEqualTo(3);
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void cleanFailureIsAFailure() {
        store.once(Operation.PUT, new Fault.Fail(StorageException.Kind.FULL));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isNotInstanceOf(OutcomeUnknownException.class)
                .satisfies(e -> assertKind(e, StorageException.Kind.FULL));
        assertThat(counters.load(KEY)).isEmpty();
    }

    @Test
    void attemptsAreBounded() {
        store.always(Operation.PUT, key -> true, new Fault.Refuse());

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isNotInstanceOf(OutcomeUnknownException.class)
                .satisfies(e -> assertKind(e, StorageException.Kind.UNAVAILABLE));
        assertThat(store.calls(Operation.PUT)).isEqualTo(LIMITS.maxAttempts());
    }

    @Test
    void noAttemptBeginsAfterTheTimeIsUp() {
        store.once(Operation.PUT, new Fault.Meanwhile(this::incrementElsewhere));
        store.once(Operation.PUT, new Fault.Meanwhile(other -> {
            incrementElsewhere(other);
            clock.advance(LIMITS.maxTime());
        }));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .satisfies(e -> assertKind(e, StorageException.Kind.UNAVAILABLE));
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void pausesGrowWithinTheirBounds() {
        store.always(Operation.PUT, key -> true, new Fault.Refuse());

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment)).isInstanceOf(StorageException.class);

        assertThat(pauses).hasSize(LIMITS.maxAttempts() - 1).isSorted();
        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(2), Duration.ofMillis(4));
        assertThat(pauses).allMatch(pause -> pause.compareTo(LIMITS.longestPause()) <= 0);
    }

    @Test
    void interruptedPauseFailsAndKeepsTheFlag() {
        store.always(Operation.PUT, key -> true, new Fault.Refuse());
        DocumentStore<Counter> interrupted = new DocumentStore<>(
                store,
                new CounterFormat(),
                LIMITS,
                pause -> {
                    throw new InterruptedException();
                },
                clock,
                CounterFormat.seeded(1));

        assertThatThrownBy(() -> interrupted.update(KEY, null, Counter::increment))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }
}
