package io.terraverde.testkit;

import java.time.Instant;
import java.time.InstantSource;

/// A clock that starts when this process started and runs on, for tests that share files with other processes.
public final class RunningClock implements InstantSource {
    private final Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
