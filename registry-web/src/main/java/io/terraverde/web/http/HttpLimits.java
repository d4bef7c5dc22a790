package io.terraverde.web.http;

import java.time.Duration;

/// What one client, and all together, may take of the server.
///
/// @param maxHeadBytes size of a request's line and header lines, in bytes; beyond: 431
/// @param maxHeaders number of header lines; beyond: 431
/// @param headTime from the first byte of a request to the last of its header lines
/// @param keepAlive how long a connection may be idle between requests; zero closes it behind each answer
/// @param stall how long reading or writing may stand still within a request
/// @param minBytesPerSecond the rate below which a sender or receiver is cut off
/// @param slowGrace how long a client may be waited for before the rate counts
/// @param maxConnections open at a time; more wait in the operating system's queue
/// @param maxRequests answered at a time; beyond: 503
/// @param stopTime how long stopping waits for requests that run; what runs on is cut off then
public record HttpLimits(
        int maxHeadBytes,
        int maxHeaders,
        Duration headTime,
        Duration keepAlive,
        Duration stall,
        long minBytesPerSecond,
        Duration slowGrace,
        int maxConnections,
        int maxRequests,
        Duration stopTime) {
    private static final HttpLimits DEFAULTS = new HttpLimits(
            32 * 1024,
            200,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            1024,
            Duration.ofSeconds(30),
            20_000,
            2_000,
            Duration.ofSeconds(50));

    /// Refuses what would stop every request.
    public HttpLimits {
        if (maxHeadBytes < 1024 || maxHeaders < 1 || minBytesPerSecond < 1 || maxConnections < 1 || maxRequests < 1) {
            throw new IllegalArgumentException("a limit of the server leaves no room for a request");
        }
    }

    /// How long a connection may be idle before its first request, and between requests.
    Duration idle() {
        return keepAlive.isZero() ? stall : keepAlive;
    }

    /// What is right for a registry of a team.
    public static HttpLimits defaults() {
        return DEFAULTS;
    }

    /// The same with another size of a request's line and header lines.
    public HttpLimits withMaxHeadBytes(int value) {
        return new HttpLimits(
                value,
                maxHeaders,
                headTime,
                keepAlive,
                stall,
                minBytesPerSecond,
                slowGrace,
                maxConnections,
                maxRequests,
                stopTime);
    }

    /// The same with another time that a connection may be idle.
    public HttpLimits withKeepAlive(Duration value) {
        return new HttpLimits(
                maxHeadBytes,
                maxHeaders,
                headTime,
                value,
                stall,
                minBytesPerSecond,
                slowGrace,
                maxConnections,
                maxRequests,
                stopTime);
    }

    /// The same with other demands on a client's speed.
    public HttpLimits withSlowness(Duration newHeadTime, long newMinBytesPerSecond, Duration newSlowGrace) {
        return new HttpLimits(
                maxHeadBytes,
                maxHeaders,
                newHeadTime,
                keepAlive,
                stall,
                newMinBytesPerSecond,
                newSlowGrace,
                maxConnections,
                maxRequests,
                stopTime);
    }

    /// The same with another bound on requests answered at a time.
    public HttpLimits withMaxRequests(int value) {
        return new HttpLimits(
                maxHeadBytes,
                maxHeaders,
                headTime,
                keepAlive,
                stall,
                minBytesPerSecond,
                slowGrace,
                maxConnections,
                value,
                stopTime);
    }

    /// The same with another time to stop in.
    public HttpLimits withStopTime(Duration value) {
        return new HttpLimits(
                maxHeadBytes,
                maxHeaders,
                headTime,
                keepAlive,
                stall,
                minBytesPerSecond,
                slowGrace,
                maxConnections,
                maxRequests,
                value);
    }
}
