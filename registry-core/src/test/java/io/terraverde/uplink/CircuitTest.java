package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Race;
import io.terraverde.uplink.Circuit.Admission;
import io.terraverde.uplink.Circuit.Pass;
import io.terraverde.uplink.Circuit.Refused;
import io.terraverde.uplink.CircuitState.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void failuresInARowOpenIt() {
        Circuit circuit = circuit(3, Duration.ofMinutes(5));

        fail(circuit, 2);
        assertThat(circuit.state()).isEqualTo(new CircuitState(Phase.CLOSED, 2, Optional.of("silent"), Duration.ZERO));

        fail(circuit, 1);
        assertThat(circuit.state()).isEqualTo(new CircuitState(Phase.OPEN, 3, Optional.of("silent"), SECOND));
        assertThat(refused(circuit).retryAfter()).isEqualTo(SECOND);
        assertThat(log).containsExactly("other is offline: silent");
    }

    @Test
    void anAnswerBetweenThemKeepsItClosed() {
        Circuit circuit = circuit(2, Duration.ofMinutes(5));

        fail(circuit, 1);
        pass(circuit).answered();
        fail(circuit, 1);

        assertThat(circuit.state().isOffline()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void oneProbeIsLetThroughAfterThePause() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        fail(circuit, 1);
        time.advance(SECOND.minusNanos(1));
        assertThat(refused(circuit).retryAfter()).isEqualTo(Duration.ofNanos(1));

        time.advance(Duration.ofNanos(1));
        List<Admission> admissions = Race.of(20, i -> circuit.enter());

        assertThat(admissions).filteredOn(Pass.class::isInstance).hasSize(1);
        assertThat(circuit.state().phase()).isEqualTo(Phase.PROBING);
        assertThat(refused(circuit).retryAfter()).isEqualTo(SECOND);
    }

    @Test
    void anAnswerToTheProbeClosesIt() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        fail(circuit, 1);
        time.advance(SECOND);

        pass(circuit).answered();

        assertThat(circuit.state()).isEqualTo(new CircuitState(Phase.CLOSED, 0, Optional.empty(), Duration.ZERO));
        assertThat(log).containsExactly("other is offline: silent", "other is back");
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        Circuit circuit = circuit(1, Duration.ofSeconds(5));
        fail(circuit, 1);
        for (int seconds : new int[] {1, 2, 4, 5, 5}) {
            assertThat(refused(circuit).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            time.advance(Duration.ofSeconds(seconds));
            fail(circuit, 1);
        }

        assertThat(log).hasSize(1);
    }

    @Test
    void aShortLongestPauseIsTheFirst() {
        Circuit circuit = circuit(1, Duration.ofMillis(200));

        fail(circuit, 1);

        assertThat(refused(circuit).retryAfter()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void theNextOutageBeginsWithAShortPause() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        fail(circuit, 1);
        time.advance(SECOND);
        fail(circuit, 1);
        time.advance(Duration.ofSeconds(2));
        pass(circuit).answered();

        fail(circuit, 1);

        assertThat(refused(circuit).retryAfter()).isEqualTo(SECOND);
    }

    @Test
    void aProbeThatLearnsNothingGivesItsPlaceAway() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        fail(circuit, 1);
        time.advance(SECOND);

        pass(circuit).abandoned();

        assertThat(circuit.state().phase()).isEqualTo(Phase.OPEN);
        assertThat(circuit.enter()).isInstanceOf(Pass.class);
    }

    @Test
    void aProbeThatIsNeverHeardOfIsReplaced() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        fail(circuit, 1);
        time.advance(SECOND);
        Pass lost = pass(circuit);

        time.advance(Duration.ofMinutes(1));
        Pass second = pass(circuit);
        lost.failed("late");

        assertThat(second.isProbe()).isTrue();
        assertThat(circuit.enter()).isInstanceOf(Refused.class);
    }

    @Test
    void whoWasLetThroughBeforeDoesNotProlongThePause() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        Pass early = pass(circuit);
        fail(circuit, 1);

        early.failed("silent, too");

        assertThat(refused(circuit).retryAfter()).isEqualTo(SECOND);
        assertThat(refused(circuit).state().reason()).hasValue("silent, too");
    }

    @Test
    void anAnswerToWhoWasLetThroughBeforeClosesIt() {
        Circuit circuit = circuit(1, Duration.ofMinutes(5));
        Pass early = pass(circuit);
        fail(circuit, 1);

        early.answered();

        assertThat(circuit.state().isOffline()).isFalse();
    }

    @Test
    void withoutABoundItNeverOpens() {
        Circuit circuit = circuit(0, Duration.ofMinutes(5));

        fail(circuit, 1_000);

        assertThat(circuit.enter()).isInstanceOf(Pass.class);
        assertThat(circuit.state().failures()).isEqualTo(1_000);
    }

    private Circuit circuit(int maxFails, Duration failTimeout) {
        return new Circuit("other", maxFails, failTimeout, time, new CircuitListener() {
            @Override
            public void wentOffline(String name, String reason) {
                log.add(name + " is offline: " + reason);
            }

            @Override
            public void cameBack(String name) {
                log.add(name + " is back");
            }
        });
    }

    private static void fail(Circuit circuit, int times) {
        for (int i = 0; i < times; i++) {
            pass(circuit).failed("silent");
        }
    }

    private static Pass pass(Circuit circuit) {
        Admission admission = circuit.enter();
        assertThat(admission).isInstanceOf(Pass.class);
        return (Pass) admission;
    }

    private static Refused refused(Circuit circuit) {
        Admission admission = circuit.enter();
        assertThat(admission).isInstanceOf(Refused.class);
        return (Refused) admission;
    }
}
