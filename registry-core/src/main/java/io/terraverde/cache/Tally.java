package io.terraverde.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts the objects of a cache. It remembers no object, only how many bytes were last used in which minute,
/// so its size does not depend on the number of objects.
final class Tally {
    /// More names of uplinks and mirrors than this are not told apart.
    private static final int MAX_PARTS = 200;

    private static final String OTHERS = "others";

    private final TreeMap<Integer, Long> bytesByMinute = new TreeMap<>();
    private final Map<String, SweepReport.Amount> parts = new HashMap<>();
    private SweepReport.Amount all = SweepReport.Amount.NONE;

    /// An object of the cache.
    ///
    /// @param usedMinute when it was last used, or else written
    /// @param settled whether it has been there for long enough to be removed
    record Entry(String part, long sizeBytes, int usedMinute, boolean settled) {}

    /// What has to go, of what is settled: all that was last used before a minute, and so many bytes of what
    /// was used in it.
    record Eviction(int before, long bytesInIt) {
        boolean isNeeded() {
            return before > 0;
        }

        boolean concerns(Entry entry, long takenInIt) {
            return entry.settled()
                    && (entry.usedMinute() < before || (entry.usedMinute() == before && takenInIt < bytesInIt));
        }
    }

    void add(Entry entry) {
        all = all.plus(entry.sizeBytes());
        String part = parts.size() < MAX_PARTS || parts.containsKey(entry.part()) ? entry.part() : OTHERS;
        parts.merge(part, new SweepReport.Amount(1, entry.sizeBytes()), SweepReport.Amount::plus);
        if (entry.settled()) {
            bytesByMinute.merge(entry.usedMinute(), entry.sizeBytes(), Long::sum);
        }
    }

    /// What has to go to keep the bounds: what is too old, and then the least recently used.
    Eviction eviction(CacheBounds bounds, Instant now) {
        int tooOld = LastUses.minuteOf(now.minus(bounds.maxAge()));
        boolean anyTooOld = !bytesByMinute.headMap(tooOld).isEmpty();
        Eviction byAge = new Eviction(anyTooOld ? tooOld : 0, 0);
        if (all.bytes() <= bounds.maxBytes()) {
            return byAge;
        }
        long toFree = all.bytes() - bounds.targetBytes();
        for (Map.Entry<Integer, Long> minute : bytesByMinute.entrySet()) {
            if (toFree <= minute.getValue()) {
                return minute.getKey() < tooOld ? byAge : new Eviction(minute.getKey(), toFree);
            }
            toFree -= minute.getValue();
        }
        return bytesByMinute.isEmpty() ? byAge : new Eviction(bytesByMinute.lastKey() + 1, 0);
    }

    SweepReport report(Instant at, SweepReport.Amount evicted) {
        Optional<Instant> oldest = bytesByMinute.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plus(Duration.ofMinutes(bytesByMinute.firstKey())));
        return new SweepReport(at, all, parts, oldest, evicted);
    }
}
