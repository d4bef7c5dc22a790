package io.terraverde.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test advances it. Safe for concurrent use.
public final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    /// A clock that shows this instant.
    public ManualClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /// A clock that shows noon of the first of January 2026, UTC.
    public ManualClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /// Moves on, or back when negative.
    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
