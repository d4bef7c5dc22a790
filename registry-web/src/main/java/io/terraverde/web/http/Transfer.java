package io.terraverde.web.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long one request has waited for its client, reading and writing, and how many bytes that moved. Written by
/// the request's thread, read by {@link SlowPeers}, which may see a state that is a moment old.
final class Transfer {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private volatile long waitedNanos;
    private volatile long movedBytes;
    private volatile long waitingSince = NOT_WAITING;

    /// @param nanoTime as `System.nanoTime()`
    Transfer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// A read or a write that may block begins.
    void begin() {
        waitingSince = nanoTime.getAsLong();
    }

    /// It ended.
    ///
    /// @param bytes moved by it
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void end(long bytes) {
        long since = waitingSince;
        waitingSince = NOT_WAITING;
        waitedNanos += nanoTime.getAsLong() - since;
        movedBytes += bytes;
    }

    /// Whether the client is slower than it may be: it was waited for longer than the grace time and the time its
    /// bytes need at the least rate, and is being waited for.
    boolean isTooSlow(long bytesPerSecond, Duration grace) {
        long since = waitingSince;
        if (since == NOT_WAITING) {
            return false;
        }
        long waited = waitedNanos + nanoTime.getAsLong() - since;
        double allowed = grace.toNanos() + movedBytes * 1e9 / bytesPerSecond;
        return waited > allowed;
    }
}
