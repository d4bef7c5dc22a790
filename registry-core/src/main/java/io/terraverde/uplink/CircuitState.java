package io.terraverde.uplink;

import java.time.Duration;
import java.util.Optional;

/// What a {@link Circuit} looks like at one moment, for readiness and metrics.
///
/// @param phase whether the server is asked
/// @param failures in a row
/// @param reason of the last failure, if the last outcome was one
/// @param pause what is left of the time in which nobody asks; zero unless open
public record CircuitState(Phase phase, int failures, Optional<String> reason, Duration pause) {
    /// Whether the server is asked.
    public enum Phase {
        /// It is.
        CLOSED,
        /// It is left alone; after the pause the next request is let through as a probe.
        OPEN,
        /// It is left alone but for one request that finds out if it is back.
        PROBING
    }

    /// Whether requests are refused.
    public boolean isOffline() {
        return phase != Phase.CLOSED;
    }
}
