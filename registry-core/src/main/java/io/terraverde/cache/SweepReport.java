package io.terraverde.cache;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a sweep found and left, whichever instance did it.
///
/// @param at when it began
/// @param left all that is in the cache
/// @param parts the same by uplink (`npmjs-1f2e3d4c`) and mirror (`mirror/node-0a1b2c3d`)
/// @param oldestUse when the object was used that will be the next to go
/// @param evicted what was removed
public record SweepReport(
        Instant at, Amount left, Map<String, Amount> parts, Optional<Instant> oldestUse, Amount evicted) {
    /// Copies the parts, in the order of their names.
    public SweepReport {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /// Some objects, and their bytes together.
    public record Amount(long objects, long bytes) {
        /// Nothing.
        public static final Amount NONE = new Amount(0, 0);

        Amount plus(long size) {
            return new Amount(objects + 1, bytes + size);
        }

        Amount plus(Amount other) {
            return new Amount(objects + other.objects, bytes + other.bytes);
        }
    }
}
