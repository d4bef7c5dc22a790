package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every setting of our own: its path in the file, its variable, a value as written, and what it becomes.
class OwnVariablesTest {
    static Stream<Arguments> ownSettings() {
        return Stream.of(
                row(
                        "lease",
                        "TERRAVERDE_LEASE",
                        "500ms",
                        Duration.ofMillis(500),
                        settings -> settings.own().lease()),
                row(
                        "shutdownGrace",
                        "TERRAVERDE_SHUTDOWN_GRACE",
                        "7s",
                        Duration.ofSeconds(7),
                        settings -> settings.own().shutdownGrace()),
                row(
                        "shutdownTimeout",
                        "TERRAVERDE_SHUTDOWN_TIMEOUT",
                        "9m",
                        Duration.ofMinutes(9),
                        settings -> settings.own().shutdownTimeout()),
                row(
                        "cache.memory",
                        "TERRAVERDE_CACHE_MEMORY",
                        "64mb",
                        64L << 20,
                        settings -> settings.own().cacheBytes()),
                row(
                        "spool",
                        "TERRAVERDE_SPOOL",
                        "/var/spool/terraverde",
                        Path.of("/var/spool/terraverde"),
                        settings -> settings.own().spool()),
                row(
                        "hashing.permits",
                        "TERRAVERDE_HASHING_PERMITS",
                        "3",
                        3,
                        settings -> settings.own().hashingPermits()),
                row(
                        "limits.headers",
                        "TERRAVERDE_LIMITS_HEADERS",
                        "9kb",
                        9 << 10,
                        settings -> settings.own().limits().headerBytes()),
                row(
                        "limits.packument",
                        "TERRAVERDE_LIMITS_PACKUMENT",
                        "9mb",
                        9L << 20,
                        settings -> settings.own().limits().packumentBytes()),
                row(
                        "limits.tarball.entries",
                        "TERRAVERDE_LIMITS_TARBALL_ENTRIES",
                        "17",
                        17,
                        settings -> settings.own().limits().tarballEntries()),
                row(
                        "limits.tarball.unpacked",
                        "TERRAVERDE_LIMITS_TARBALL_UNPACKED",
                        "2gb",
                        2L << 30,
                        settings -> settings.own().limits().unpackedBytes()),
                row(
                        "limits.tarball.ratio",
                        "TERRAVERDE_LIMITS_TARBALL_RATIO",
                        "42",
                        42,
                        settings -> settings.own().limits().expansionRatio()),
                row(
                        "admins",
                        "TERRAVERDE_ADMINS",
                        "ops alice",
                        List.of("ops", "alice"),
                        settings -> settings.own().admins()),
                row(
                        "origins",
                        "TERRAVERDE_ORIGINS",
                        "strict",
                        OwnSettings.Origins.STRICT,
                        settings -> settings.own().origins()),
                row(
                        "cache.path",
                        "TERRAVERDE_CACHE_PATH",
                        "/var/cache/terraverde",
                        Optional.of(Path.of("/var/cache/terraverde")),
                        settings -> settings.own().cache().folder()),
                row(
                        "cache.size",
                        "TERRAVERDE_CACHE_SIZE",
                        "12g",
                        12L << 30,
                        settings -> settings.own().cache().sizeBytes()),
                row(
                        "cache.age",
                        "TERRAVERDE_CACHE_AGE",
                        "7d",
                        Duration.ofDays(7),
                        settings -> settings.own().cache().age()),
                row(
                        "cache.staleWhileRevalidate",
                        "TERRAVERDE_CACHE_STALE_WHILE_REVALIDATE",
                        "0",
                        Duration.ZERO,
                        settings -> settings.own().cache().staleWhileRevalidate()),
                row(
                        "cache.staleIfError",
                        "TERRAVERDE_CACHE_STALE_IF_ERROR",
                        "2d",
                        Duration.ofDays(2),
                        settings -> settings.own().cache().staleIfError()),
                row(
                        "cache.notFound",
                        "TERRAVERDE_CACHE_NOT_FOUND",
                        "5s",
                        Duration.ofSeconds(5),
                        settings -> settings.own().cache().notFound()),
                row(
                        "publicUrl",
                        "TERRAVERDE_PUBLIC_URL",
                        "https://npm.example/",
                        "https://npm.example/",
                        settings -> settings.server().publicUrl().orElseThrow().toString()),
                row(
                        "trustForwardedHost",
                        "TERRAVERDE_TRUST_FORWARDED_HOST",
                        "yes",
                        true,
                        settings -> settings.server().trustForwardedHost()));
    }

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}")
    @MethodSource("ownSettings")
    void settingHasAVariable(
            String path, String variable, String written, Object expected, Function<Settings, Object> read) {
        ConfigLoader loader = new ConfigLoader(folder, Map.of(variable, written));

        LoadedConfig config = (LoadedConfig) loader.load(CommandLineOverrides.none());

        assertThat(read.apply(config.settings())).isEqualTo(expected);
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ownSettings")
    void settingIsReadFromTheFile(
            String path, String variable, String written, Object expected, Function<Settings, Object> read)
            throws IOException {
        String nested = "{" + path.replace(".", ": {") + ": " + quoted(written)
                + "}".repeat((int) path.chars().filter(c -> c == '.').count() + 1);
        Files.writeString(folder.resolve("c.yaml"), "storage: s\npackages: {'**': {}}\nterraverde: " + nested + "\n");

        LoadedConfig config =
                (LoadedConfig) new ConfigLoader(folder, Map.of()).load(Path.of("c.yaml"), CommandLineOverrides.none());

        assertThat(read.apply(config.settings())).isEqualTo(expected);
        assertThat(config.warnings()).isEmpty();
    }

    private static String quoted(String written) {
        return written.startsWith("http") ? "'" + written + "'" : written;
    }

    private static Arguments row(
            String path, String variable, String written, Object expected, Function<Settings, Object> read) {
        return Arguments.of(path, variable, written, expected, read);
    }
}
