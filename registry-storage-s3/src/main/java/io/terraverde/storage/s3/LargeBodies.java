package io.terraverde.storage.s3;

import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many large bodies may be read at a time: each holds a connection for as long as a client takes to
/// download it.
final class LargeBodies {
    private final Semaphore permits;
    private final Duration patience;

    /// @param patience how long to wait for a permit
    LargeBodies(int atMost, Duration patience) {
        this.permits = new Semaphore(atMost);
        this.patience = patience;
    }

    /// A permit that is not taken yet.
    Permit permit() {
        return new Permit();
    }

    /// Used by one thread. Closing it gives it back, unless it was kept.
    final class Permit implements AutoCloseable {
        private boolean taken;

        /// Takes it if one is free.
        boolean tryTake() {
            taken = taken || permits.tryAcquire();
            return taken;
        }

        /// Takes it when one gets free.
        ///
        /// @throws StorageException when none does in time
        void await(String what) {
            try {
                taken = permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!taken) {
                throw new StorageException(
                        StorageException.Kind.UNAVAILABLE, what + ": too many large objects are being read", null);
            }
        }

        /// Leaves it to somebody else to give back.
        Runnable keep() {
            taken = false;
            return permits::release;
        }

        @Override
        public void close() {
            if (taken) {
                taken = false;
                permits.release();
            }
        }
    }
}
