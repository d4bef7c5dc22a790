package io.terraverde.cache;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When objects were last used on all instances.
///
/// Every instance writes what it has noted into an object of its own, and begins a new one the next time. Who
/// sweeps adds these objects to the common table and removes them. So it makes no difference whether an
/// instance that wrote one still lives.
final class SharedUses {
    private static final Logger log = LoggerFactory.getLogger(SharedUses.class);

    /// By which the clocks of instances may differ. A use later than that is of a clock that was wrong, and
    /// must not keep an object for ever.
    private static final Duration CLOCK_MARGIN = Duration.ofHours(1);

    private final BlobStore store;
    private final CacheLayout layout;
    private final CacheUse use;
    private final RandomGenerator random;

    SharedUses(BlobStore store, CacheLayout layout, CacheUse use, RandomGenerator random) {
        this.store = store;
        this.layout = layout;
        this.use = use;
        this.random = random;
    }

    /// Writes down what this instance has noted.
    void publish() {
        LastUses recent = use.takeRecent();
        if (recent.isEmpty()) {
            return;
        }
        BlobKey key = layout.notedUses(HexFormat.of().toHexDigits(random.nextLong()));
        try {
            store.put(key, BlobBody.of(recent.bytes()), PutIf.always());
        } catch (StorageException e) {
            use.putBack(recent);
            throw e;
        }
    }

    /// Makes one table of what all instances have written down.
    ///
    /// @param maxAge older uses are forgotten: what was not used since goes anyway
    LastUses merge(Instant now, Duration maxAge) {
        Optional<Bookkeeping.Loaded<LastUses>> known = load(layout.uses());
        LastUses merged = known.flatMap(Bookkeeping.Loaded::value).orElseGet(LastUses::new);
        List<BlobKey> added = new ArrayList<>();
        Bookkeeping.forEach(store, layout.notedUses(), meta -> {
            if (add(meta.key(), merged)) {
                added.add(meta.key());
            }
        });
        merged.confine(LastUses.minuteOf(now.minus(maxAge)), LastUses.minuteOf(now.plus(CLOCK_MARGIN)));
        if (!added.isEmpty() && stored(merged, known.map(loaded -> loaded.meta().revision()))) {
            added.forEach(this::remove);
        }
        return merged;
    }

    /// @return whether the object is of no use any more once the table is stored
    private boolean add(BlobKey key, LastUses merged) {
        try {
            load(key).flatMap(Bookkeeping.Loaded::value).ifPresent(merged::addAll);
            merged.keepNewest(LastUses.MAX_ENTRIES);
            return true;
        } catch (StorageException e) {
            log.warn("uses of the cache cannot be read key={} reason={}", key, e.getMessage());
            return false;
        }
    }

    /// A refusal means that somebody else sweeps, too, and has put it all together; then nothing must be
    /// removed that he may not have seen.
    private boolean stored(LastUses merged, Optional<Revision> known) {
        try {
            PutIf condition = known.map(PutIf::matches).orElseGet(PutIf::absent);
            return store.put(layout.uses(), BlobBody.of(merged.bytes()), condition) instanceof PutResult.Stored;
        } catch (StorageException e) {
            log.warn("uses of the cache cannot be written reason={}", e.getMessage());
            return false;
        }
    }

    private Optional<Bookkeeping.Loaded<LastUses>> load(BlobKey key) {
        return Bookkeeping.load(store, key, LastUses.MAX_BYTES, LastUses::parse);
    }

    private void remove(BlobKey key) {
        try {
            store.delete(key);
        } catch (StorageException e) {
            log.warn("uses of the cache cannot be removed key={} reason={}", key, e.getMessage());
        }
    }
}
