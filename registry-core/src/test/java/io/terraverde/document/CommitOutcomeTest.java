package io.terraverde.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.StorageException;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.Race;
import org.junit.jupiter.api.Test;

final class CommitOutcomeTest extends CounterFixture {
    @Test
    void lostRequestIsSentAgain() {
        store.once(Operation.PUT, new Fault.UnknownBefore());

        assertThat(counters.update(KEY, null, Counter::increment).value().value())
                .isEqualTo(1);
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void lostAnswerIsFoundOutAndNotRepeated() {
        store.once(Operation.PUT, new Fault.UnknownAfter());

        Document<Counter> done = counters.update(KEY, null, Counter::increment);

        assertThat(done.value().value()).isEqualTo(1);
        assertThat(present()).isEqualTo(done.value());
        assertThat(store.calls(Operation.PUT)).isEqualTo(1);
    }

    @Test
    void lostAnswerIsFoundOutThoughOthersWroteAfterIt() {
        store.once(Operation.PUT, new Fault.UnknownAfter());
        store.once(Operation.READ, new Fault.Meanwhile(other -> {}));
        store.once(Operation.READ, new Fault.Meanwhile(other -> {
            for (int i = 0; i < CommitId.KEPT - 1; i++) {
                incrementElsewhere(other);
            }
        }));

        Document<Counter> done = counters.update(KEY, null, Counter::increment);

        assertThat(done.value().value()).isEqualTo(CommitId.KEPT);
        assertThat(present().value()).isEqualTo(CommitId.KEPT);
    }

    @Test
    void outcomeStaysUnknownWhenTheCommitsDoNotReachBack() {
        store.once(Operation.PUT, new Fault.UnknownAfter());
        store.once(Operation.READ, new Fault.Meanwhile(other -> {}));
        store.once(Operation.READ, new Fault.Meanwhile(other -> {
            for (int i = 0; i < CommitId.KEPT; i++) {
                incrementElsewhere(other);
            }
        }));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("\"counter\"");
    }

    @Test
    void outcomeStaysUnknownWhenTheDocumentWasMadeAnewMeanwhile() {
        counters.update(KEY, null, Counter::increment);
        store.once(Operation.PUT, new Fault.UnknownAfter());
        store.once(Operation.READ, new Fault.Meanwhile(other -> {}));
        store.once(Operation.READ, new Fault.Meanwhile(other -> {
            other.delete(KEY);
            incrementElsewhere(other);
        }));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void requestThatArrivesBetweenTwoAttemptsCountsOnce() {
        store.once(Operation.PUT, new Fault.UnknownLate());
        store.once(Operation.PUT, new Fault.Meanwhile(other -> store.landLate()));

        Document<Counter> done = counters.update(KEY, null, Counter::increment);

        assertThat(done.value().value()).isEqualTo(1);
        assertThat(present()).isEqualTo(done.value());
    }

    @Test
    void requestThatArrivesAfterAllAttemptsLeavesTheOutcomeUnknown() {
        store.always(Operation.PUT, key -> true, new Fault.UnknownLate());

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isInstanceOf(OutcomeUnknownException.class);

        store.landLate();
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void readThatFailsAfterALostAnswerIsTriedAgain() {
        store.once(Operation.PUT, new Fault.UnknownAfter());
        store.once(Operation.READ, new Fault.Meanwhile(other -> {}));
        store.once(Operation.READ, new Fault.Fail(StorageException.Kind.UNAVAILABLE));

        assertThat(counters.update(KEY, null, Counter::increment).value().value())
                .isEqualTo(1);
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void storeThatGoesAwayWithTheAnswerLeavesTheOutcomeUnknown() {
        store.once(Operation.PUT, new Fault.UnknownAfter());
        store.once(Operation.READ, new Fault.Meanwhile(other -> {}));
        store.always(Operation.READ, key -> true, new Fault.Fail(StorageException.Kind.UNAVAILABLE));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasCauseInstanceOf(StorageException.class);

        store.heal();
        assertThat(present().value()).isEqualTo(1);
    }

    @Test
    void secondAttemptThatFailsDoesNotTurnAnUnknownOutcomeIntoAFailure() {
        store.once(Operation.PUT, new Fault.UnknownLate());
        store.once(Operation.PUT, new Fault.Fail(StorageException.Kind.FULL));

        assertThatThrownBy(() -> counters.update(KEY, null, Counter::increment))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void writersAmongLostAnswersLoseNothingAndRepeatNothing() {
        for (int i = 0; i < 30; i++) {
            store.once(Operation.PUT, i % 2 == 0 ? new Fault.UnknownAfter() : new Fault.UnknownBefore());
            store.once(Operation.PUT, new Fault.Meanwhile(this::incrementElsewhere));
        }

        Race.of(4, runner -> {
            for (int i = 0; i < 25; i++) {
                counters.update(KEY, null, Counter::increment);
            }
            return runner;
        });

        assertThat(present().value()).isEqualTo(100 + Math.min(60, store.calls(Operation.PUT)) / 2);
    }
}
