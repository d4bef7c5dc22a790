package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import io.terraverde.tarball.SpoolFolder;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The room for files that are being fetched.
final class Spooling {
    /// Room is given out in such steps. A file of at most so many bytes stays in memory.
    static final int UNIT_BYTES = 64 * 1024;

    private final SpoolFolder folder;
    private final Semaphore units;
    private final int allUnits;
    private final Duration patience;

    /// @param maxBytes for all files together
    /// @param patience how long is waited for room
    Spooling(SpoolFolder folder, long maxBytes, Duration patience) {
        this.folder = folder;
        this.allUnits = Math.toIntExact(Math.min(maxBytes / UNIT_BYTES, Integer.MAX_VALUE));
        this.units = new Semaphore(allUnits, true);
        this.patience = patience;
    }

    /// Where files go.
    SpoolFolder folder() {
        return folder;
    }

    /// How many units a file needs.
    static long unitsOf(long bytes) {
        return Math.max(1, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }

    /// Takes room.
    ///
    /// @throws RegistryException.Unavailable when there is none for too long
    void take(long count) {
        try {
            if (count <= allUnits && units.tryAcquire((int) count, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RegistryException.Unavailable(
                RegistryException.Unavailable.Reason.BUSY,
                "cannot fetch the file: too much is being fetched at the same time",
                null,
                null);
    }

    /// Gives room back.
    void give(long count) {
        units.release((int) count);
    }

    /// How many bytes are taken.
    long bytesTaken() {
        return (long) (allUnits - units.availablePermits()) * UNIT_BYTES;
    }
}
