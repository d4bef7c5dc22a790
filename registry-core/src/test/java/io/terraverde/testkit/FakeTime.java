package io.terraverde.testkit;

import io.terraverde.document.Pauses;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A monotonic clock that only a test advances. A pause advances it.
public final class FakeTime implements LongSupplier, Pauses {
    private final AtomicLong nanos = new AtomicLong(1);

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(duration);
    }

    /// Moves on.
    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
