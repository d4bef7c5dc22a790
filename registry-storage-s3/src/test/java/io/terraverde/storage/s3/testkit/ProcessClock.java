package io.terraverde.storage.s3.testkit;

import java.time.Instant;
import java.time.InstantSource;

/// The machine's time when this process started, and running on from there: near enough for signatures, which
/// may be a quarter of an hour old.
final class ProcessClock implements InstantSource {
    private final Instant start = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
