package io.terraverde.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.terraverde.testkit.FakeTime;
import io.terraverde.uplink.Circuit;
import io.terraverde.uplink.CircuitListener;
import io.terraverde.uplink.UpstreamObserver.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UplinkMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UplinkMetrics metrics = new UplinkMetrics(registry);

    @Test
    void outcomesAreCountedByUplink() {
        metrics.observed("one", Outcome.FOUND, Duration.ofMillis(20));
        metrics.observed("one", Outcome.FOUND, Duration.ofMillis(20));
        metrics.observed("one", Outcome.LEFT_ALONE, Duration.ZERO);
        metrics.observed("two", Outcome.TIMED_OUT, Duration.ofSeconds(30));

        assertThat(registry.scrape())
                .contains(
                        "uplink_requests_total{outcome=\"found\",uplink=\"one\"} 2.0",
                        "uplink_requests_total{outcome=\"left_alone\",uplink=\"one\"} 1.0",
                        "uplink_requests_total{outcome=\"timed_out\",uplink=\"two\"} 1.0",
                        "uplink_answer_seconds_count{uplink=\"one\"} 2");
    }

    @Test
    void anOpenCircuitShows() {
        Circuit circuit = new Circuit("one", 1, Duration.ofMinutes(5), new FakeTime(), new CircuitListener() {
            @Override
            public void wentOffline(String name, String reason) {}

            @Override
            public void cameBack(String name) {}
        });
        metrics.watch("one", circuit);
        assertThat(registry.scrape()).contains("uplink_circuit_open{uplink=\"one\"} 0.0");

        if (circuit.enter() instanceof Circuit.Pass pass) {
            pass.failed("silent");
        }

        assertThat(registry.scrape()).contains("uplink_circuit_open{uplink=\"one\"} 1.0");
    }
}
