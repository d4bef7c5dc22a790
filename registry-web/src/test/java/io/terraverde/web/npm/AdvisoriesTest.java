package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoriesTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @Test
    void nothingIsWrongWithAnything() {
        HttpResponse<String> bulk = registry.post("/-/npm/v1/security/advisories/bulk", "{\"left-pad\":[\"1.0.0\"]}");

        assertThat(bulk.statusCode()).isEqualTo(200);
        assertThat(bulk.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audits", "audits/quick"})
    void theReportIsEmpty(String path) {
        HttpResponse<String> report = registry.post("/-/npm/v1/security/" + path, "{\"name\":\"x\"}");

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(json(report).path("advisories").isEmpty()).isTrue();
        assertThat(json(report).at("/metadata/vulnerabilities/critical").intValue())
                .isZero();
    }
}
