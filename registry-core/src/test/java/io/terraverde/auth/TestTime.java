package io.terraverde.auth;

import io.terraverde.document.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Time that only a test advances: of day, and monotonic. A pause advances it.
final class TestTime implements InstantSource, LongSupplier, Pauses {
    private static final Instant START = Instant.parse("2026-11-20T16:26:13.040Z");

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) {
        advance(duration);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
