package io.terraverde.web.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `terraverde.cache:`, what is kept of servers outside. Memory has its own bound, {@link OwnSettings#cacheBytes()}.
///
/// @param folder where it is kept, absolute; empty for a place inside the store
/// @param sizeBytes how much is kept; what was not used for longest goes first
/// @param age how long something is kept that nobody uses
/// @param staleWhileRevalidate how long after its end of life an answer is still given at once while the
///     server is asked behind it; zero waits for the server each time
/// @param staleIfError how long after its end of life an answer is still given when the server fails
/// @param notFound how long it is remembered that a server does not have something
public record CacheSettings(
        Optional<Path> folder,
        long sizeBytes,
        Duration age,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        Duration notFound) {
    /// What was decided, for the start of the log, as `cache=store size=10gb age=100d`.
    String summary() {
        return "cache=" + folder.map(Path::toString).orElse("store") + " size=" + Units.shown(sizeBytes) + " age="
                + Units.shown(age);
    }
}
