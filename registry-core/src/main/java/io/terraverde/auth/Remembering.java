package io.terraverde.auth;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// How right credentials are remembered, so that not every request costs a password hash.
///
/// @param time how long; 0 remembers nothing
/// @param maxCount at most so many
/// @param maxWait how long a request waits for another one that checks the same credential
/// @param nanoTime a monotonic clock in nanoseconds, as `System::nanoTime`
/// @param random for the key of this process; cryptographically strong
public record Remembering(
        Duration time, int maxCount, Duration maxWait, LongSupplier nanoTime, RandomGenerator random) {
    /// @throws IllegalArgumentException when time or count are negative
    public Remembering {
        if (time.isNegative() || maxCount < 0) {
            throw new IllegalArgumentException("credentials cannot be remembered for " + time + ", " + maxCount);
        }
    }

    VerifiedCredentials start() {
        return new VerifiedCredentials(time, maxCount, maxWait, nanoTime, random);
    }
}
