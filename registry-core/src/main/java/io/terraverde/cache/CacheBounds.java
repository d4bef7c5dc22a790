package io.terraverde.cache;

import java.time.Duration;

/// What the cache is kept within.
///
/// @param maxBytes all its objects together; it may be exceeded by what is written between two sweeps
/// @param maxAge what was not used for longer goes
/// @param interval how often one of the instances sweeps
/// @param grace what was written more recently stays, because what belongs to it may still be on its way
public record CacheBounds(long maxBytes, Duration maxAge, Duration interval, Duration grace) {
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMinutes(10);

    /// @throws IllegalArgumentException unless all are positive; the grace may be zero
    public CacheBounds {
        if (maxBytes <= 0 || !maxAge.isPositive() || !interval.isPositive() || grace.isNegative()) {
            throw new IllegalArgumentException("bounds of a cache are positive: " + maxBytes + " bytes, age " + maxAge
                    + ", interval " + interval + ", grace " + grace);
        }
    }

    /// Bounds with a sweep every ten minutes, and ten minutes of grace.
    public static CacheBounds of(long maxBytes, Duration maxAge) {
        return new CacheBounds(maxBytes, maxAge, INTERVAL, GRACE);
    }

    /// What is left when the cache had to be made smaller: a tenth below the bound, so that not every write
    /// makes it necessary again.
    long targetBytes() {
        return maxBytes / 10 * 9;
    }

    /// When one instance has written so much since it swept last, it sweeps early.
    long earlyBytes() {
        return maxBytes / 10;
    }
}
