package io.terraverde.cache;

import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the cache within its bounds: what was not used for longest goes first, whichever instance used it.
///
/// All instances over one cache have one, and of those one sweeps at a time. That several might, or one is
/// killed while it does, harms nothing. Belongs to one thread, but for the statistics.
public final class CacheSweeper {
    private static final Logger log = LoggerFactory.getLogger(CacheSweeper.class);

    /// Early sweeps of all instances are at least so far apart.
    private static final Duration EARLY_PAUSE = Duration.ofMinutes(1);

    private final CacheStore cache;
    private final CacheBounds bounds;
    private final InstantSource clock;
    private final SharedUses uses;
    private final SweepTurn turn;
    private Instant next = Instant.MIN;

    /// @param random for names and marks of objects, which need not be secret
    public CacheSweeper(CacheStore cache, CacheBounds bounds, InstantSource clock, RandomGenerator random) {
        CacheLayout layout = new CacheLayout(cache.prefix());
        this.cache = cache;
        this.bounds = bounds;
        this.clock = clock;
        this.uses = new SharedUses(cache.store(), layout, cache.use(), random);
        this.turn = new SweepTurn(cache.store(), layout, random);
    }

    /// Does what is due, which mostly is nothing. For a timer, once a minute or so.
    ///
    /// Once per interval it tells the others what was used here, and sweeps if nobody else has. When this
    /// instance has written a tenth of what the cache may hold, that is due at once. Failures of the store are
    /// logged. An interrupt ends a sweep between two objects.
    public void tick() {
        Instant now = clock.instant();
        boolean early = cache.use().bytesSinceSweep() > bounds.earlyBytes();
        if (!early && now.isBefore(next)) {
            return;
        }
        next = now.plus(bounds.interval());
        try {
            uses.publish();
            Optional<Revision> mine = turn.take(now, early ? EARLY_PAUSE : sincePrevious());
            if (mine.isPresent()) {
                sweep(now, mine.get());
            }
        } catch (StorageException e) {
            log.warn("cache not swept reason={}", e.getMessage(), e);
        }
    }

    /// The state of the cache.
    public CacheStatistics statistics() {
        return new CacheStatistics(cache.use().counts(), turn.known());
    }

    private void sweep(Instant now, Revision mine) {
        cache.use().swept();
        LastUses merged = uses.merge(now, bounds.maxAge());
        Optional<SweepReport> report = new Sweep(cache, bounds, merged, now).run();
        if (report.isEmpty()) {
            log.info("cache sweep interrupted");
            return;
        }
        turn.end(mine, report.get());
        SweepReport.Amount evicted = report.get().evicted();
        if (evicted.objects() > 0) {
            log.info(
                    "cache swept evicted={} evictedBytes={} left={} leftBytes={}",
                    evicted.objects(),
                    evicted.bytes(),
                    report.get().left().objects(),
                    report.get().left().bytes());
        }
    }

    /// Timers are not exact: whoever swept last must not be kept from the next time by coming a little early.
    private Duration sincePrevious() {
        return bounds.interval().multipliedBy(9).dividedBy(10);
    }
}
