package io.terraverde.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What `check` accepts, the registry starts and works with: numbers, intervals and sizes at their ends. Without
/// `terraverde.shutdownGrace`, which every stop would wait for.
class AcceptedValuesTest {
    private static final List<String> SETTINGS = List.of(
            "max_body_size",
            "server.keepAliveTimeout",
            "server.trustProxy",
            "userRateLimit.windowMs",
            "userRateLimit.max",
            "auth.htpasswd.rounds",
            "auth.htpasswd.max_users",
            "security.api.jwt.sign.expiresIn",
            "security.api.jwt.sign.notBefore",
            "security.api.jwt.verify.clockTolerance",
            "security.api.jwt.verify.maxAge",
            "security.web.sign.expiresIn",
            "uplinks.up.maxage",
            "uplinks.up.timeout",
            "uplinks.up.max_fails",
            "uplinks.up.fail_timeout",
            "uplinks.up.agent_options.maxSockets",
            "uplinks.up.agent_options.maxFreeSockets",
            "terraverde.lease",
            "terraverde.hashing.permits",
            "terraverde.limits.headers",
            "terraverde.limits.packument",
            "terraverde.limits.tarball.entries",
            "terraverde.limits.tarball.unpacked",
            "terraverde.limits.tarball.ratio",
            "terraverde.cache.memory",
            "terraverde.cache.size",
            "terraverde.cache.age",
            "terraverde.cache.staleWhileRevalidate",
            "terraverde.cache.staleIfError",
            "terraverde.cache.notFound",
            "terraverde.mirrors.tree.maxage",
            "terraverde.mirrors.tree.timeout",
            "terraverde.mirrors.tree.max_fails",
            "terraverde.mirrors.tree.fail_timeout",
            "terraverde.mirrors.tree.agent_options.maxSockets",
            "terraverde.mirrors.tree.agent_options.maxFreeSockets");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1",
                "1ms",
                "100ms",
                "1000",
                "31536000",
                "2147483647",
                "9007199254740991",
                "9223372036854775807",
                "365000d",
                "8388607tb"
            })
    void registryWorksWithWhateverIsAccepted(String value) throws IOException, InterruptedException {
        List<String> accepted = new ArrayList<>();
        for (String setting : SETTINGS) {
            if (load(value, List.of(setting)) instanceof LoadedConfig) {
                accepted.add(setting);
            }
        }
        LoadedConfig config = (LoadedConfig) load(value, accepted);

        RegistryServer registry = RegistryServer.open(config.settings(), () -> {});
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create(registry.addresses().getFirst());
            assertThat(send(client, HttpRequest.newBuilder(base.resolve("left-pad"))))
                    .as("%s", accepted)
                    .isBetween(502, 504);
            assertThat(send(client, HttpRequest.newBuilder(base.resolve("-/mirror/tree/file"))))
                    .as("%s", accepted)
                    .isBetween(502, 504);
            assertThat(send(
                            client,
                            HttpRequest.newBuilder(base.resolve("-/user/org.couchdb.user:jane"))
                                    .header("Content-Type", "application/json")
                                    .PUT(HttpRequest.BodyPublishers.ofString(
                                            "{\"name\":\"jane\",\"password\":\"secret\"}"))))
                    .as("%s", accepted)
                    .isLessThan(500);
        } finally {
            registry.stop();
        }
    }

    private static int send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /// A configuration in which all these settings have the value. JSON is YAML.
    private ConfigOutcome load(String value, List<String> settings) throws IOException {
        ObjectNode root = (ObjectNode) JsonMapper.shared()
                .readTree("""
                {
                  "storage": "./storage",
                  "listen": "127.0.0.1:0",
                  "auth": {"htpasswd": {"file": "./htpasswd", "rounds": 4}},
                  "security": {"api": {"jwt": {"sign": {}}}},
                  "uplinks": {"up": {"url": "http://127.0.0.1:1"}},
                  "packages": {"**": {"access": "$all", "proxy": "up"}},
                  "terraverde": {"shutdownGrace": 0, "spool": "SPOOL", "mirrors": {"tree": {"url": "http://127.0.0.1:1"}}}
                }
                """.replace("SPOOL", folder.resolve("spool").toString()));
        for (String setting : settings) {
            String[] path = setting.split("\\.", -1);
            ObjectNode parent = root;
            for (int i = 0; i < path.length - 1; i++) {
                parent = parent.withObject("/" + path[i]);
            }
            parent.set(
                    path[path.length - 1],
                    value.matches("-?\\d+")
                            ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
                            : JsonNodeFactory.instance.stringNode(value));
        }
        Files.writeString(folder.resolve("c.yaml"), root.toString());
        return new ConfigLoader(folder, Map.of()).load(Path.of("c.yaml"), CommandLineOverrides.none());
    }
}
