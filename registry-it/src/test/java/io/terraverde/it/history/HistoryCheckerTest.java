package io.terraverde.it.history;

import static io.terraverde.it.history.Outcome.ACKNOWLEDGED;
import static io.terraverde.it.history.Outcome.REFUSED;
import static io.terraverde.it.history.Outcome.UNKNOWN;
import static io.terraverde.it.history.Register.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.it.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
    private static final Register TAG = new Register("tags of app", "latest");

    private final List<Write> writes = new ArrayList<>();

    @Test
    void acknowledgedWriteIsRead() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);

        assertThat(reading("1.0.0", 30, 40)).isEmpty();
    }

    @Test
    void valueBeforeAnAcknowledgedWriteIsStale() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", ACKNOWLEDGED, 30, 40);

        assertThat(reading("1.0.0", 41, 50)).containsExactly(Kind.STALE);
    }

    @Test
    void missingAcknowledgedWriteIsStale() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);

        assertThat(reading(ABSENT, 30, 40)).containsExactly(Kind.STALE);
    }

    @Test
    void registerMissingFromAWholeGroupIsAbsent() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);

        assertThat(kinds(new Read(Set.of("tags of app"), Map.of(), 30, 40, "a")))
                .containsExactly(Kind.STALE);
        assertThat(kinds(new Read(Set.of("tags of other"), Map.of(), 30, 40, "a")))
                .isEmpty();
    }

    @Test
    void nothingWasThereBeforeTheFirstWrite() {
        write("1.0.0", ACKNOWLEDGED, 30, 40);

        assertThat(reading(ABSENT, 10, 20)).isEmpty();
    }

    @Test
    void readThatBeganBeforeTheAcknowledgementMaySeeEither() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", ACKNOWLEDGED, 30, 40);

        assertThat(reading("1.0.0", 39, 60)).isEmpty();
        assertThat(reading("2.0.0", 31, 39)).isEmpty();
        assertThat(reading("2.0.0", 25, 31)).isEmpty();
    }

    @Test
    void valueReadBeforeItsWriteBeganIsEarly() {
        write("1.0.0", ACKNOWLEDGED, 30, 40);

        assertThat(reading("1.0.0", 10, 20)).containsExactly(Kind.EARLY);
    }

    @Test
    void unknownWriteMayHaveHappenedOrNot() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", UNKNOWN, 30, 40);

        assertThat(reading("1.0.0", 50, 60)).isEmpty();
        assertThat(reading("2.0.0", 70, 80)).isEmpty();
    }

    @Test
    void unknownWriteIsGoneAfterTheNextAcknowledgedOne() {
        write("1.0.0", UNKNOWN, 10, 20);
        write("2.0.0", ACKNOWLEDGED, 30, 40);

        assertThat(reading("1.0.0", 50, 60)).containsExactly(Kind.STALE);
    }

    @Test
    void acknowledgedWriteIsReliedOnWhateverIsUnknownAfterIt() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", ACKNOWLEDGED, 30, 40);
        write("3.0.0", UNKNOWN, 50, 60);

        assertThat(reading("1.0.0", 70, 80)).containsExactly(Kind.STALE);
    }

    @Test
    void refusedWriteIsNeverSeen() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", REFUSED, 30, 40);

        assertThat(reading("1.0.0", 50, 60)).isEmpty();
        assertThat(reading("2.0.0", 50, 60)).containsExactly(Kind.REFUSED);
        assertThat(reading("2.0.0", 35, 36)).containsExactly(Kind.REFUSED);
    }

    @Test
    void valueThatNobodyWroteIsSeenThrough() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);

        assertThat(reading("6.6.6", 15, 30)).containsExactly(Kind.UNWRITTEN);
    }

    @Test
    void registerThatNobodyWroteIsSeenThrough() {
        var other = new Register("tags of app", "other");

        assertThat(kinds(new Read(Set.of(), Map.of(other, "1.0.0"), 10, 20, "a")))
                .containsExactly(Kind.UNWRITTEN);
    }

    @Test
    void valueThatComesBackIsNotStale() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write(ABSENT, ACKNOWLEDGED, 30, 40);
        write("1.0.0", ACKNOWLEDGED, 50, 60);

        assertThat(reading("1.0.0", 55, 58)).isEmpty();
        assertThat(reading("1.0.0", 70, 80)).isEmpty();
        assertThat(reading(ABSENT, 45, 70)).isEmpty();
        assertThat(reading(ABSENT, 61, 70)).containsExactly(Kind.STALE);
        assertThat(reading("1.0.0", 41, 49)).containsExactly(Kind.STALE);
    }

    @Test
    void removedThingThatIsStillServedIsStale() {
        write("valid", ACKNOWLEDGED, 10, 20);
        write(ABSENT, ACKNOWLEDGED, 30, 40);

        assertThat(reading("valid", 41, 50)).containsExactly(Kind.STALE);
    }

    @Test
    void registersAreJudgedEachForItself() {
        var other = new Register("tags of app", "other");
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        writes.add(new Write(other, "1.0.0", ACKNOWLEDGED, 5, 50, "a"));

        assertThat(kinds(new Read(Set.of(TAG.group()), Map.of(TAG, "1.0.0"), 30, 40, "a")))
                .isEmpty();
        assertThat(kinds(new Read(Set.of(TAG.group()), Map.of(TAG, "1.0.0"), 60, 70, "a")))
                .containsExactly(Kind.STALE);
    }

    @Test
    void overlappingWritesOfOneRegisterAreNoHistory() {
        write("1.0.0", ACKNOWLEDGED, 10, 20);
        write("2.0.0", ACKNOWLEDGED, 15, 25);

        assertThatThrownBy(() -> new HistoryChecker(writes)).isInstanceOf(IllegalArgumentException.class);
    }

    private void write(String value, Outcome outcome, long invoked, long completed) {
        writes.add(new Write(TAG, value, outcome, invoked, completed, "a"));
    }

    private List<Kind> reading(String value, long invoked, long completed) {
        return kinds(new Read(Set.of(TAG.group()), Map.of(TAG, value), invoked, completed, "b"));
    }

    private List<Kind> kinds(Read read) {
        return new HistoryChecker(writes)
                .violations(List.of(read)).stream().map(Violation::kind).toList();
    }
}
