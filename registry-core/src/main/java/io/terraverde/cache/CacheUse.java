package io.terraverde.cache;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How this instance uses the cache: numbers since its start, and when each object was last used. Safe for
/// concurrent use.
public final class CacheUse {
    private final InstantSource clock;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final AtomicLong bytesSinceSweep = new AtomicLong();

    /// Guards `recent`.
    private final Object lock = new Object();

    private LastUses recent = new LastUses();

    /// @param clock for the times of use
    public CacheUse(InstantSource clock) {
        this.clock = clock;
    }

    /// The numbers since the start.
    public Counts counts() {
        return new Counts(hits.sum(), misses.sum(), failures.sum(), writes.sum(), evictions.sum());
    }

    void hit(String key) {
        hits.increment();
        used(key);
    }

    void missed() {
        misses.increment();
    }

    void failed() {
        failures.increment();
    }

    void wrote(long bytes) {
        writes.increment();
        bytesSinceSweep.addAndGet(bytes);
    }

    void evicted() {
        evictions.increment();
    }

    /// An object that finds no room to be noted counts by what is known of it otherwise, until the next
    /// hand-over.
    void used(String key) {
        long hash = LastUses.hash(key);
        int minute = LastUses.minuteOf(clock.instant());
        synchronized (lock) {
            if (!recent.isFull() || recent.minute(hash) > 0) {
                recent.note(hash, minute);
            }
        }
    }

    /// When an object was used since the last hand-over; 0 when it was not.
    int recentMinute(long hash) {
        synchronized (lock) {
            return recent.minute(hash);
        }
    }

    /// Hands over the uses that were noted, and starts anew.
    LastUses takeRecent() {
        synchronized (lock) {
            LastUses taken = recent;
            recent = new LastUses();
            return taken;
        }
    }

    /// Takes uses back that could not be handed over.
    void putBack(LastUses uses) {
        synchronized (lock) {
            recent.addAll(uses);
            recent.keepNewest(LastUses.MAX_ENTRIES);
        }
    }

    long bytesSinceSweep() {
        return bytesSinceSweep.get();
    }

    void swept() {
        bytesSinceSweep.set(0);
    }

    /// Numbers since the start of this instance.
    ///
    /// @param hits reads that found what they looked for
    /// @param misses reads that did not
    /// @param failures reads that the store failed
    /// @param writes objects that were kept
    /// @param evictions objects that this instance removed to keep to the bounds
    public record Counts(long hits, long misses, long failures, long writes, long evictions) {}
}
