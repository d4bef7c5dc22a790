package io.terraverde.web.app;

import io.terraverde.document.Pauses;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The machine's clock, sleep and dice. They are taken from here and nowhere else, and handed to constructors, so that
/// tests can bring their own.
final class SystemSources {
    private SystemSources() {}

    /// The time of day.
    static InstantSource clock() {
        return InstantSource.system();
    }

    /// Nanoseconds that only go forward, for measuring.
    static LongSupplier nanoTicker() {
        return System::nanoTime;
    }

    /// Sleeps the calling thread.
    static Pauses pauses() {
        return Thread::sleep;
    }

    /// For secrets. Safe for concurrent use.
    static SecureRandom secureRandom() {
        return new SecureRandom();
    }

    /// For jitter and ids that need not be secret. Fast, and safe for concurrent use.
    static RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
