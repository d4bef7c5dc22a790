package io.terraverde.web.app;

import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The run from which the JVM makes its cache of loaded classes and of what is worth compiling (`-XX:AOTCacheOutput`):
/// packages are published to a registry in an empty folder, and installed through others that have it as their
/// uplink and nothing in their caches. It needs the loopback only, and a few seconds.
final class Rehearsal {
    /// Each starts from nothing, as a cold install after a start does.
    private static final int INSTALLS = 12;

    private static final int DELETE_ATTEMPTS = 100;
    private static final Duration DELETE_PAUSE = Duration.ofMillis(50);

    /// Its tokens are JWTs, because Verdaccio's own cost a check of the password with every publish.
    private static final String SOURCE = """
            auth: {htpasswd: {file: ./htpasswd}}
            security: {api: {jwt: {sign: {expiresIn: 1h}}}}
            packages: {'**': {access: $all, publish: $authenticated}}
            """;

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
        Path file = Files.createDirectory(folder.resolve("source")).resolve("config.yaml");
        Files.writeString(file, SOURCE);
        RegistryServer source = RegistryServer.start(config(folder.resolve("source"), Optional.empty()));
        try (RehearsalClient publisher = new RehearsalClient(address(source))) {
            publisher.publish();
            for (int i = 0; i < INSTALLS; i++) {
                Path empty = Files.createDirectory(folder.resolve("install-" + i));
                installThrough(config(empty, Optional.of(address(source))));
            }
        } finally {
            source.stop();
        }
    }

    private static void installThrough(ConfigOutcome.LoadedConfig config) throws IOException, InterruptedException {
        RegistryServer proxy = RegistryServer.open(config.settings(), () -> {});
        try (RehearsalClient client = new RehearsalClient(address(proxy))) {
            client.install();
        } finally {
            proxy.stop();
        }
    }

    private static String address(RegistryServer server) {
        return server.addresses().getFirst();
    }

    private static ConfigOutcome.LoadedConfig config(Path folder, Optional<String> uplink) {
        Map<String, String> variables = Map.of(
                "TERRAVERDE_SHUTDOWN_GRACE",
                "0",
                "TERRAVERDE_SPOOL",
                folder.resolve("spool").toString());
        ConfigOutcome config = new ConfigLoader(folder, variables)
                .load(new CommandLineOverrides(Optional.of("127.0.0.1:0"), Optional.of(folder.toString()), uplink));
        if (config instanceof ConfigOutcome.LoadedConfig loaded) {
            return loaded;
        }
        throw new IllegalStateException("cannot rehearse: " + config.problems());
    }

    /// What an uplink sent is kept behind the answers, and that may go on for a moment after the stop: files come and
    /// go while the folder is cleared.
    private static void delete(Path folder) throws IOException, InterruptedException {
        for (int attempt = 1; attempt < DELETE_ATTEMPTS; attempt++) {
            try {
                deleteAll(folder);
                return;
            } catch (IOException | UncheckedIOException e) {
                SystemSources.pauses().pause(DELETE_PAUSE);
            }
        }
        deleteAll(folder);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
