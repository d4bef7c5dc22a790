package io.terraverde.web.config;

import io.terraverde.web.config.OwnSettings.Limits;
import io.terraverde.web.config.OwnSettings.Origins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Reads `terraverde:`.
final class OwnReader {
    private static final long MIN_HEADER_BYTES = 1 << 10;
    private static final long MAX_HEADER_BYTES = 16 << 20;

    /// Every write waits for the lease before it is answered.
    private static final Duration MAX_LEASE = Duration.ofMinutes(1);

    /// Requests are taken no longer than so after SIGTERM.
    private static final Duration MAX_GRACE = Duration.ofHours(1);

    /// Last uses are counted in minutes.
    private static final Duration MIN_CACHE_AGE = Duration.ofMinutes(1);

    private OwnReader() {}

    /// @param usualLease the lease when nobody says it
    /// @param base what paths are relative to
    static OwnSettings read(Section own, Duration usualLease, Path base, ConnectionReader connections) {
        Section cache = own.section("cache");
        Section hashing = own.section("hashing");
        Section limits = own.section("limits");
        Section tarball = limits.section("tarball");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        OwnSettings settings = new OwnSettings(
                own.interval("lease", usualLease, Duration.ZERO, MAX_LEASE),
                own.interval("shutdownGrace", Duration.ofSeconds(5), Duration.ZERO, MAX_GRACE),
                own.interval("shutdownTimeout", Duration.ofSeconds(50), Duration.ZERO, MAX_GRACE),
                cache.bytes("memory", Runtime.getRuntime().maxMemory() / 4),
                own.path("spool", temporary).orElseGet(() -> temporary.resolve("terraverde-spool")),
                hashing.number("permits", Math.max(1, Runtime.getRuntime().availableProcessors() - 1), 1, 1_000),
                new Limits(
                        headerBytes(limits),
                        limits.bytes("packument", 128L << 20),
                        tarball.number("entries", 200_000, 1, Integer.MAX_VALUE),
                        tarball.bytes("unpacked", 4L << 30),
                        tarball.number("ratio", 500, 1, 100_000)),
                own.names("admins"),
                own.oneOf("origins", Map.of("merge", Origins.MERGE, "strict", Origins.STRICT), Origins.MERGE),
                cache(cache, base),
                MirrorReader.read(own.section("mirrors"), connections));
        List.of(cache, hashing, tarball, limits).forEach(Section::finish);
        own.finish();
        return settings;
    }

    private static CacheSettings cache(Section cache, Path base) {
        return new CacheSettings(
                cache.path("path", base),
                cache.bytes("size", 10L << 30),
                cache.interval("age", Duration.ofDays(100), MIN_CACHE_AGE, Units.LONGEST),
                cache.interval("staleWhileRevalidate", Duration.ofHours(1)),
                cache.interval("staleIfError", Duration.ofDays(30)),
                cache.interval("notFound", Duration.ofSeconds(30)));
    }

    /// Fewer would stop every request.
    private static int headerBytes(Section limits) {
        long bytes = limits.bytes("headers", 32L << 10);
        if (bytes < MIN_HEADER_BYTES) {
            limits.value("headers").ifPresent(value -> value.wrong("too little for any request", "at least 1kb"));
        }
        return (int) Math.min(bytes, MAX_HEADER_BYTES);
    }
}
