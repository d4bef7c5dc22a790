package io.terraverde.search;

import io.terraverde.core.RegistryException.Unavailable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Work that takes much memory or asks the store much: one thread does it at a time, and few wait for it,
/// because whoever waits has one of the places for requests.
final class OneAtATime {
    private static final int MAX_WAITING = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(MAX_WAITING);

    /// Held while the store is read, too: that is its purpose.
    private final ReentrantLock turn = new ReentrantLock();

    /// @throws Unavailable when too many wait
    <T> T work(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new Unavailable(Unavailable.Reason.BUSY, "too many wait for a list", RETRY_AFTER, null);
        }
        try {
            turn.lock();
            try {
                return work.get();
            } finally {
                turn.unlock();
            }
        } finally {
            places.release();
        }
    }
}
