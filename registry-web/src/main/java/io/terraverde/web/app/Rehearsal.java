package io.terraverde.web.app;

import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A registry that is started in an empty folder, used a little and stopped: the run from which the JVM makes a
/// cache of loaded classes (`-XX:AOTCacheOutput`), with which later starts take half the time.
final class Rehearsal {
    private static final String USER = "{\"name\":\"rehearsal\",\"password\":\"rehearsal\"}";

    private Rehearsal() {}

    /// Runs it to its end.
    static void run() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("terraverde-rehearsal");
            try {
                runIn(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rehearse", e);
        }
    }

    private static void runIn(Path folder) throws IOException, InterruptedException {
        Map<String, String> atOnce = Map.of("TERRAVERDE_SHUTDOWN_GRACE", "0");
        ConfigOutcome config = new ConfigLoader(folder, atOnce)
                .load(new CommandLineOverrides(
                        Optional.of("127.0.0.1:0"), Optional.of(folder.toString()), Optional.empty()));
        if (!(config instanceof ConfigOutcome.LoadedConfig loaded)) {
            throw new IllegalStateException("cannot rehearse: " + config.problems());
        }
        RegistryServer server = RegistryServer.start(loaded);
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create(server.addresses().getFirst());
            for (String path : List.of("-/ping", "nothing", "@acme%2fnothing", "-/v1/search?text=x", "-/whoami")) {
                client.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.discarding());
            }
            client.send(
                    HttpRequest.newBuilder(base.resolve("-/user/org.couchdb.user:rehearsal"))
                            .header("Content-Type", "application/json")
                            .PUT(HttpRequest.BodyPublishers.ofString(USER))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } finally {
            server.stop();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
