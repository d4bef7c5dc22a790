package io.terraverde.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What servers outside are called in `/-/metrics`.
class UplinkLabelsTest {
    @TempDir
    private Path folder;

    @Test
    void mirrorAndUplinkOfOneNameAreToldApart() throws Exception {
        try (EmptyServer upstream = new EmptyServer();
                HttpClient client = HttpClient.newHttpClient()) {
            RegistryServer registry = registry(upstream.url().toString());
            try {
                show(client, URI.create(registry.addresses().getFirst()));
            } finally {
                registry.stop();
            }
        }
    }

    private static void show(HttpClient client, URI base) throws IOException, InterruptedException {
        assertThat(get(client, base, "left-pad").statusCode()).isEqualTo(404);
        assertThat(get(client, base, "-/mirror/node/one").statusCode()).isEqualTo(404);
        assertThat(get(client, base, "-/mirror/node/two").statusCode()).isEqualTo(404);

        assertThat(get(client, base, "-/metrics").body().lines())
                .contains(
                        "uplink_requests_total{outcome=\"absent\",uplink=\"node\"} 1.0",
                        "uplink_requests_total{outcome=\"absent\",uplink=\"mirror:node\"} 2.0",
                        "uplink_answer_seconds_count{uplink=\"node\"} 1",
                        "uplink_answer_seconds_count{uplink=\"mirror:node\"} 2",
                        "uplink_circuit_open{uplink=\"node\"} 0.0",
                        "uplink_circuit_open{uplink=\"mirror:node\"} 0.0");
    }

    private RegistryServer registry(String upstream) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), """
                storage: ./storage
                listen: 127.0.0.1:0
                uplinks: {node: {url: "UPSTREAM"}}
                packages: {'**': {access: $all, proxy: node}}
                terraverde: {shutdownGrace: 0, spool: "SPOOL", mirrors: {node: {url: "UPSTREAM"}}}
                """.replace("UPSTREAM", upstream)
                .replace("SPOOL", folder.resolve("spool").toString()));
        LoadedConfig config =
                (LoadedConfig) new ConfigLoader(folder, Map.of()).load(Path.of("c.yaml"), CommandLineOverrides.none());
        return RegistryServer.open(config.settings(), () -> {});
    }

    private static HttpResponse<String> get(HttpClient client, URI base, String path)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
