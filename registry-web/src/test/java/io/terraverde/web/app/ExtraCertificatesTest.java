package io.terraverde.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.TarballFixture;
import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers outside whose certificates an authority of the company has signed: `NODE_EXTRA_CA_CERTS`.
class ExtraCertificatesTest {
    @TempDir
    private Path folder;

    @Test
    void uplinksMirrorsAndHooksTrustThem() throws Exception {
        TestCertificate.in(folder);
        List<String> asked =
                useAll(Map.of("NODE_EXTRA_CA_CERTS", folder.resolve("ca.pem").toString()), 404, 201);

        assertThat(asked).contains("GET /up/left-pad", "GET /mirror/file", "POST /hook");
    }

    @Test
    void nobodyTrustsThemOtherwise() throws Exception {
        TestCertificate.in(folder);

        assertThat(useAll(Map.of(), 503, 503)).isEmpty();
    }

    /// Asks for a package and a file of the mirror, publishes, and gives what was asked outside.
    private List<String> useAll(Map<String, String> variables, int absent, int published) throws Exception {
        try (EmptyServer outside = new EmptyServer(folder.resolve("store.p12"));
                HttpClient client = HttpClient.newHttpClient()) {
            RegistryServer registry = registry(variables, outside.url());
            try {
                use(client, URI.create(registry.addresses().getFirst()), absent, published);
            } finally {
                registry.stop();
            }
            return outside.asked();
        }
    }

    private static void use(HttpClient client, URI base, int absent, int published) throws Exception {
        byte[] tarball = TarballFixture.aTarballOf("ours", "1.0.0").bytes();
        HttpRequest publish = HttpRequest.newBuilder(base.resolve("ours"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(RunningRegistry.document("ours", "1.0.0", tarball)))
                .build();

        assertThat(status(
                        client, HttpRequest.newBuilder(base.resolve("left-pad")).build()))
                .isEqualTo(absent);
        assertThat(status(
                        client,
                        HttpRequest.newBuilder(base.resolve("-/mirror/tree/file"))
                                .build()))
                .isEqualTo(absent);
        assertThat(status(client, publish)).isEqualTo(published);
    }

    private static int status(HttpClient client, HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private RegistryServer registry(Map<String, String> variables, URI outside) throws Exception {
        Files.writeString(folder.resolve("c.yaml"), """
                storage: ./storage
                listen: 127.0.0.1:0
                uplinks: {up: {url: "OUTSIDE/up"}}
                packages: {'**': {access: $all, publish: $anonymous, proxy: up}}
                notify: {endpoint: "OUTSIDE/hook", content: x}
                terraverde: {shutdownGrace: 0, spool: "SPOOL", mirrors: {tree: {url: "OUTSIDE/mirror"}}}
                """.replace("OUTSIDE", outside.toString())
                .replace("SPOOL", folder.resolve("spool").toString()));
        LoadedConfig config =
                (LoadedConfig) new ConfigLoader(folder, variables).load(Path.of("c.yaml"), CommandLineOverrides.none());
        return RegistryServer.open(config.settings(), () -> {});
    }
}
