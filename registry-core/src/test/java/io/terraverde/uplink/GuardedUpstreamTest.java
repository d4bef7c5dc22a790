package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.testkit.FakeTime;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedUpstreamTest {
    private static final UpstreamRequest REQUEST =
            UpstreamRequest.file(URI.create("https://upstream.example/a.tgz"), Optional.empty());

    private final FakeTime time = new FakeTime();
    private final List<String> observed = new ArrayList<>();
    private final Circuit circuit = new Circuit("other", 2, Duration.ofMinutes(5), time, new CircuitListener() {
        @Override
        public void wentOffline(String name, String reason) {}

        @Override
        public void cameBack(String name) {}
    });

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNREACHABLE", "TIMED_OUT"})
    void outagesInARowEndInBeingLeftAlone(Kind outage) {
        Upstream upstream = guarded(failing(outage));

        assertThat(failure(upstream).kind()).isEqualTo(outage);
        assertThat(failure(upstream).kind()).isEqualTo(outage);
        UpstreamException third = failure(upstream);

        assertThat(third.kind()).isEqualTo(Kind.LEFT_ALONE);
        assertThat(third).hasMessage("uplink \"other\": offline, asked again in 1 s; the last request failed: no luck");
        assertThat(third.retryAfter()).hasValue(Duration.ofSeconds(1));
        assertThat(observed).containsExactly(outage + " 3s", outage + " 3s", "LEFT_ALONE 0s");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "REFUSED", "WRONG", "LEFT_ALONE"})
    void otherFailuresAreNoOutages(Kind kind) {
        Upstream upstream = guarded(failing(kind));

        for (int i = 0; i < 5; i++) {
            assertThat(failure(upstream).kind()).isEqualTo(kind);
        }

        assertThat(circuit.state().isOffline()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "REFUSED", "WRONG"})
    void anyAnswerToTheProbeBringsItBack(Kind kind) {
        openCircuit();

        assertThat(failure(guarded(failing(kind))).kind()).isEqualTo(kind);

        assertThat(circuit.state().isOffline()).isFalse();
    }

    @Test
    void absenceIsAnAnswerToo() {
        openCircuit();

        assertThat(guarded(request -> new UpstreamAnswer.Absent()).get(REQUEST)).isEqualTo(new UpstreamAnswer.Absent());

        assertThat(circuit.state().isOffline()).isFalse();
        assertThat(observed).last().isEqualTo("ABSENT 0s");
    }

    @Test
    void aProbeThatWasNotSentProvesNothing() {
        openCircuit();

        assertThat(failure(guarded(failing(Kind.LEFT_ALONE))).kind()).isEqualTo(Kind.LEFT_ALONE);

        assertThat(circuit.state().phase()).isEqualTo(CircuitState.Phase.OPEN);
    }

    @Test
    void aProbeThatDiesMakesRoomForTheNext() {
        openCircuit();
        Upstream dying = guarded(request -> {
            throw new IllegalStateException("out of luck");
        });

        assertThatThrownBy(() -> dying.get(REQUEST)).isInstanceOf(IllegalStateException.class);

        assertThat(circuit.enter()).isInstanceOf(Circuit.Pass.class);
    }

    @Test
    void bodiesThatBreakOffAreOutages() throws IOException {
        Upstream upstream = guarded(request -> found(
                new SequenceInputStream(bytes("abc"), broken(new IOException("uplink \"other\": it broke off")))));

        for (int i = 0; i < 2; i++) {
            try (Found found = (Found) upstream.get(REQUEST)) {
                assertThatThrownBy(() -> found.body().readAllBytes()).hasMessageContaining("broke off");
            }
        }

        assertThat(circuit.state().isOffline()).isTrue();
        assertThat(circuit.state().reason()).hasValue("it broke off");
        assertThat(observed).containsExactly("FOUND 0s", "BROKEN_OFF 0s", "FOUND 0s", "BROKEN_OFF 0s");
    }

    @Test
    void silenceWithinABodyIsAnOutageOnce() throws IOException {
        Upstream upstream = guarded(request -> found(broken(new SocketTimeoutException("silent"))));

        try (Found found = (Found) upstream.get(REQUEST)) {
            assertThatThrownBy(() -> found.body().read()).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> found.body().read()).isInstanceOf(SocketTimeoutException.class);
        }

        assertThat(circuit.state().failures()).isEqualTo(1);
    }

    @Test
    void aReaderWhoIsInterruptedSaysNothingOfTheServer() throws IOException {
        Upstream upstream = guarded(request -> found(broken(new InterruptedIOException("interrupted"))));

        try (Found found = (Found) upstream.get(REQUEST)) {
            assertThatThrownBy(() -> found.body().read()).isInstanceOf(InterruptedIOException.class);
        }

        assertThat(circuit.state().failures()).isZero();
    }

    @Test
    void aWholeBodyEndsTheRowOfFailures() throws IOException {
        failure(guarded(failing(Kind.UNREACHABLE)));

        try (Found found = (Found) guarded(request -> found(bytes("abc"))).get(REQUEST)) {
            assertThat(found.body().read()).isEqualTo('a');
            assertThat(circuit.state().failures()).isEqualTo(1);

            assertThat(found.body().readAllBytes()).hasSize(2);

            assertThat(circuit.state().failures()).isZero();
        }
    }

    @Test
    void aHeadIsEnoughForTheProbe() throws IOException {
        openCircuit();

        try (Found found = (Found) guarded(request -> found(bytes("abc"))).get(REQUEST)) {
            assertThat(found.sizeBytes()).hasValue(3);
            assertThat(circuit.state().isOffline()).isFalse();
        }
    }

    private void openCircuit() {
        failure(guarded(failing(Kind.UNREACHABLE)));
        failure(guarded(failing(Kind.UNREACHABLE)));
        time.advance(Duration.ofSeconds(1));
    }

    private Upstream guarded(Upstream upstream) {
        return new GuardedUpstream(
                "uplink",
                "other",
                upstream,
                circuit,
                (name, outcome, took) -> observed.add(outcome + " " + took.toSeconds() + "s"),
                time);
    }

    private Upstream failing(Kind kind) {
        return request -> {
            time.advance(Duration.ofSeconds(3));
            throw new UpstreamException(kind, "uplink \"other\": no luck", null, null);
        };
    }

    private static UpstreamException failure(Upstream upstream) {
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> upstream.get(REQUEST));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Found found(InputStream body) {
        return new Found(
                0, OptionalLong.of(3), Optional.empty(), Optional.empty(), Optional.empty(), Encoding.IDENTITY, body);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream broken(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw failure;
            }
        };
    }
}
