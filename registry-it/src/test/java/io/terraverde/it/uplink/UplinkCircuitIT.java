package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.Answer;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An upstream that fails again and again is left alone for a while, and tried again.
class UplinkCircuitIT {
    private static final Upstream upstream = Upstream.start();

    private static final int CALLS = 40;

    /// Left alone for a second first, and each time that it fails after that for twice as long.
    @RegisterExtension
    static final SharedRegistry patient = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("max_fails", "2")
            .with("fail_timeout", "1h")
            .registry());

    @RegisterExtension
    static final SharedRegistry eager = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("max_fails", "2")
            .with("fail_timeout", "1s")
            .registry());

    @AfterEach
    void comeUp() {
        upstream.comeUp();
    }

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void isLeftAloneAndSaidToBe() {
        upstream.publish(aPackage("known"));
        patient.http().served("known").tarball("1.0.0");
        upstream.script().at("/flaky").always(Trouble.cut(0));

        List<Answer> answers = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            answers.add(patient.http().get("/flaky").is(503));
        }

        assertThat(answers).anySatisfy(leftAlone -> {
            assertThat(leftAlone.header("retry-after").orElse("")).matches("[1-9]\\d*");
            assertThat(leftAlone.error()).contains("\"up\"");
        });
        // However long the calls take: of many, few are let through to see whether it is back.
        assertThat(upstream.journal().count("/flaky")).isBetween(2, CALLS / 2);
        patient.http().served("known").tarball("1.0.0");
        assertThat(patient.http().get("/-/health/ready").is(200).text()).contains("\"up\": \"offline: ");
        assertThat(patient.http().get("/-/health/live").is(200).text()).doesNotContain("\"up\"");
        assertThat(patient.http().get("/-/metrics").text()).contains("uplink_circuit_open{uplink=\"up\"} 1.0");
    }

    @Test
    void isTriedAgain() {
        upstream.publish(aPackage("soon"));
        upstream.goDown();
        for (int time = 0; time < 3; time++) {
            eager.http().get("/soon").is(503);
        }

        upstream.comeUp();

        Patience.until("it is asked again", () -> eager.http().get("/soon").status() == 200);
        eager.http().served("soon").tarball("1.0.0");
        assertThat(eager.http().get("/-/health/ready").is(200).text()).contains("\"up\": \"online\"");
        assertThat(eager.http().get("/-/metrics").text()).contains("uplink_circuit_open{uplink=\"up\"} 0.0");
    }
}
