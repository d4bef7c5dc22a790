package io.terraverde.web.uplink;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The moment until which something is waited for.
///
/// @param nanoTime monotonic, as `System.nanoTime`
/// @param end by that clock
record Deadline(LongSupplier nanoTime, long end) {
    static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /// Zero when it has passed.
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }
}
