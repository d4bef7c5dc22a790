package io.terraverde.uplink;

import java.time.Duration;

/// How much is fetched at a time, and how long it is tried.
///
/// @param transfers how many files are fetched at a time from one server
/// @param spooledBytes how much all files may take that are being fetched or still read, in steps of
///     {@value Spooling#UNIT_BYTES} bytes
/// @param patience how long a fetch waits for its turn, and for room
/// @param firstAttempts how often a server is asked that cannot be reached or refuses
/// @param attempts how often a transfer that broke off is taken up again without a byte of progress
/// @param duration how long a whole transfer may take
public record DownloadLimits(
        int transfers, long spooledBytes, Duration patience, int firstAttempts, int attempts, Duration duration) {
    /// What suits a registry that many builds use. Files leave some of a server's 40 connections for
    /// packuments.
    public static final DownloadLimits USUAL =
            new DownloadLimits(32, 4L << 30, Duration.ofSeconds(20), 2, 5, Duration.ofHours(1));

    /// Checks that something can be done within them.
    public DownloadLimits {
        if (transfers < 1 || firstAttempts < 1 || attempts < 0 || spooledBytes < Spooling.UNIT_BYTES) {
            throw new IllegalArgumentException("nothing can be fetched within these limits");
        }
        if (patience.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("a time is not negative");
        }
    }
}
