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

    /// Whether an answer to a request that began at `start` may still be used.
    public boolean holds(long start) {
        return nanoTime.getAsLong() - start < length.toNanos();
    }
}
