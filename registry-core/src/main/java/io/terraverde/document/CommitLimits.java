package io.terraverde.document;

import java.time.Duration;

/// How long a commit loop tries.
///
/// @param maxAttempts conditional writes of one batch, at least 1
/// @param maxTime from the first attempt on; afterwards no further attempt is begun
/// @param shortestPause between two attempts; doubles with every attempt up to `longestPause`, and a random part of it
///     is waited
public record CommitLimits(int maxAttempts, Duration maxTime, Duration shortestPause, Duration longestPause) {
    /// @throws IllegalArgumentException when there would be no attempt
    public CommitLimits {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is at least 1");
        }
    }

    /// 40 attempts within 20 seconds, pauses from 2 to 400 milliseconds.
    public static CommitLimits defaults() {
        return new CommitLimits(40, Duration.ofSeconds(20), Duration.ofMillis(2), Duration.ofMillis(400));
    }
}
