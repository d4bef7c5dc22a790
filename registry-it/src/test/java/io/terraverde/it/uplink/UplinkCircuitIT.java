package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.Answer;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Upstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An upstream that fails again and again is left alone for a while, and tried again.
class UplinkCircuitIT {
    private static final Upstream upstream = Upstream.start();

    /// Left alone for longer than a test takes.
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
        upstream.publish(aPackage("unknown"));
        upstream.goDown();
        patient.http().get("/unknown").is(503);
        patient.http().get("/unknown").is(503);
        upstream.comeUp();

        Answer leftAlone = patient.http().get("/unknown").is(503);

        assertThat(leftAlone.header("retry-after").orElse("")).matches("[1-9]\\d*");
        assertThat(leftAlone.error()).contains("\"up\"");
        patient.http().served("known").tarball("1.0.0");
        assertThat(upstream.journal().count("/unknown")).isZero();
        assertThat(patient.http().get("/-/health/ready").is(200).text()).contains("\"up\"");
        assertThat(patient.http().get("/-/health/live").is(200).text()).doesNotContain("\"up\"");
        assertThat(patient.http().get("/-/metrics").text()).containsPattern("uplink=\"up\"");
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
    }
}
