package io.terraverde.document;

import java.time.Duration;
import java.util.function.LongSupplier;

/// For how long a cached document may be answered from without asking the store, and the clock that counts it.
///
/// @param length zero: every read asks the store
/// @param nanoTime monotonic, as `System.nanoTime`
public record Lease(Duration length, LongSupplier nanoTime) {
    /// @throws IllegalArgumentException when negative
    public Lease {
        if (length.isNegative()) {
            throw new IllegalArgumentException("a lease is not negative: " + length);
        }
    }

    /// The time to note when a request to the store begins.
    public long start() {
        return nanoTime.getAsLong();
    }

    /// Whether a reader who came at `came` may be given what a request that began at `start` found: one that began
    /// later, or less than the lease before.
    public boolean covers(long start, long came) {
        return came - start < length.toNanos();
    }

    /// Returns when every lease that was begun before this call has run out. An interrupt does not end the wait,
    /// because what is waited for has been committed; the thread is interrupted afterwards.
    ///
    /// @param pauses waits by the clock of the lease
    public void waitOut(Pauses pauses) {
        long end = start() + length.toNanos();
        boolean interrupted = false;
        for (long left = end - start(); left > 0; left = end - start()) {
            try {
                pauses.pause(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
