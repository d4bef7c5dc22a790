package io.terraverde.web.app;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What readiness and metrics tell about servers outside. On the port that they have nobody listens.
class UplinkStatesTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.withOwn("mirrors: {"
            + "gone: {url: 'http://127.0.0.1:1', max_fails: 1}, other: {url: 'http://127.0.0.1:1', max_fails: 1}}");

    @Test
    void whatIsLeftAloneIsOfflineAndNothingElse() {
        assertThat(state("gone")).isEqualTo("online");
        assertThat(metrics()).contains("uplink_circuit_open{uplink=\"mirror:gone\"} 0.0");

        assertThat(registry.get("/-/mirror/gone/file", as("alice")).statusCode())
                .isEqualTo(503);

        assertThat(state("gone")).startsWith("offline: ").contains("the connection was refused");
        assertThat(state("other")).isEqualTo("online");
        assertThat(metrics())
                .contains(
                        "uplink_circuit_open{uplink=\"mirror:gone\"} 1.0",
                        "uplink_circuit_open{uplink=\"mirror:other\"} 0.0");
    }

    private static String state(String mirror) {
        JsonNode ready = json(registry.get("/-/health/ready"));
        return ready.path("uplinks").path("mirror:" + mirror).stringValue();
    }

    private static String metrics() {
        return registry.get("/-/metrics").body();
    }
}
