package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPOutputStream;
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

    @ParameterizedTest
    @ValueSource(strings = {"advisories/bulk", "audits", "audits/quick"})
    void bodiesAreNotInflated(String path) throws Exception {
        HttpRequest bomb = HttpRequest.newBuilder(registry.uri("/-/npm/v1/security/" + path))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(new byte[40_000_000])))
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(bomb, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
