package io.terraverde.cache;

import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One sweep: counts what is there, and if that is too much or too old, goes through it once more and removes
/// what was not used for longest.
///
/// Looking twice costs two lists and saves remembering the keys, whose number nobody bounds.
final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    /// A store that fails so often fails altogether.
    private static final int MAX_FAILURES = 20;

    private final BlobStore store;
    private final String prefix;
    private final CacheLayout layout;
    private final CacheUse use;
    private final CacheBounds bounds;
    private final LastUses uses;
    private final Instant now;

    private Tally left = new Tally();
    private SweepReport.Amount evicted = SweepReport.Amount.NONE;
    private long evictedAtEdge;
    private int failures;

    /// @param uses those of all instances, as far as they are known
    Sweep(CacheStore cache, CacheBounds bounds, LastUses uses, Instant now) {
        this.store = cache.store();
        this.prefix = cache.prefix();
        this.layout = new CacheLayout(cache.prefix());
        this.use = cache.use();
        this.bounds = bounds;
        this.uses = uses;
        this.now = now;
    }

    /// @return empty when the thread was interrupted
    /// @throws StorageException when the store cannot be listed
    Optional<SweepReport> run() {
        if (!Bookkeeping.forEach(store, prefix, meta -> entry(meta).ifPresent(left::add))) {
            return Optional.empty();
        }
        Tally.Eviction eviction = left.eviction(bounds, now);
        if (eviction.isNeeded()) {
            left = new Tally();
            if (!Bookkeeping.forEach(store, prefix, meta -> entry(meta).ifPresent(one -> judge(eviction, meta, one)))) {
                return Optional.empty();
            }
        }
        return Optional.of(left.report(now, evicted));
    }

    private void judge(Tally.Eviction eviction, BlobMeta meta, Tally.Entry entry) {
        if (!eviction.concerns(entry, evictedAtEdge) || !remove(meta)) {
            left.add(entry);
            return;
        }
        use.evicted();
        evicted = evicted.plus(entry.sizeBytes());
        if (entry.usedMinute() == eviction.before()) {
            evictedAtEdge += entry.sizeBytes();
        }
    }

    private boolean remove(BlobMeta meta) {
        try {
            store.delete(meta.key());
            return true;
        } catch (StorageException e) {
            if (++failures >= MAX_FAILURES) {
                throw e;
            }
            log.warn("cannot be evicted from the cache key={} reason={}", meta.key(), e.getMessage());
            return false;
        }
    }

    private Optional<Tally.Entry> entry(BlobMeta meta) {
        String key = layout.relative(meta.key());
        return CacheLayout.partOf(key).map(part -> {
            long hash = LastUses.hash(key);
            int known = Math.max(uses.minute(hash), use.recentMinute(hash));
            boolean settled = meta.modified().isBefore(now.minus(bounds.grace()));
            int used = Math.max(known, LastUses.minuteOf(meta.modified()));
            return new Tally.Entry(part, meta.sizeBytes(), used, settled);
        });
    }
}
