package io.terraverde.cache;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// When objects were last used, to the minute. Twelve bytes for each: a hash of the key, and the minute. Two
/// keys of one hash count as one object; then the one that is used keeps the other.
///
/// Not safe for concurrent use.
final class LastUses {
    /*
     * In memory: open addressing in two arrays of one length, a power of two, at most half full; a minute of 0 marks a
     * free place. In an object, in big-endian numbers:
     *
     *   4 bytes   "TVU1"
     *   12 bytes  for each use: 8 hash, 4 minutes since 1970
     */
    /// How many uses are kept: in the busiest cache the most recent ones. Others count by the time of their
    /// object.
    static final int MAX_ENTRIES = 1 << 18;

    private static final int MAGIC = 0x54565531;
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    /// The largest form in bytes.
    static final int MAX_BYTES = Integer.BYTES + MAX_ENTRIES * ENTRY_BYTES;

    private static final int FIRST_PLACES = 64;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] hashes = new long[FIRST_PLACES];
    private int[] minutes = new int[FIRST_PLACES];
    private int size;

    /// Reads what {@link #bytes} gave; empty when it is something else.
    static Optional<LastUses> parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < Integer.BYTES
                || bytes.length > MAX_BYTES
                || (bytes.length - Integer.BYTES) % ENTRY_BYTES != 0
                || in.getInt() != MAGIC) {
            return Optional.empty();
        }
        LastUses uses = new LastUses();
        while (in.hasRemaining()) {
            uses.note(in.getLong(), Math.max(1, in.getInt()));
        }
        return Optional.of(uses);
    }

    /// The form for an object in the store.
    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + size * ENTRY_BYTES);
        out.putInt(MAGIC);
        for (int place = 0; place < minutes.length; place++) {
            if (minutes[place] > 0) {
                out.putLong(hashes[place]).putInt(minutes[place]);
            }
        }
        return out.array();
    }

    /// The hash of a key, the same on every instance: FNV-1a over its characters, with the bits stirred.
    static long hash(String key) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }

    /// Minutes since 1970, 1 for all that is earlier.
    static int minuteOf(Instant instant) {
        return (int) Math.clamp(Math.floorDiv(instant.getEpochSecond(), 60L), 1L, Integer.MAX_VALUE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size >= MAX_ENTRIES;
    }

    /// When an object was last used; 0 when that is not known.
    int minute(long hash) {
        return minutes[place(hash)];
    }

    /// Notes a use. An earlier one than is known changes nothing.
    void note(long hash, int minute) {
        int place = place(hash);
        if (minutes[place] == 0) {
            size++;
            hashes[place] = hash;
        }
        minutes[place] = Math.max(minutes[place], minute);
        if (size * 2 > minutes.length) {
            rebuild(minutes.length * 2, 1, size);
        }
    }

    void addAll(LastUses others) {
        for (int place = 0; place < others.minutes.length; place++) {
            if (others.minutes[place] > 0) {
                note(others.hashes[place], others.minutes[place]);
            }
        }
    }

    /// Forgets uses before the first minute and after the last.
    void confine(int first, int last) {
        for (int place = 0; place < minutes.length; place++) {
            minutes[place] = minutes[place] > last ? 0 : minutes[place];
        }
        rebuild(minutes.length, first, size);
    }

    /// Forgets the oldest until there are at most so many.
    void keepNewest(int max) {
        if (size <= max) {
            return;
        }
        int[] sorted = minutes.clone();
        Arrays.sort(sorted);
        int edge = sorted[sorted.length - max];
        int newer = sorted.length - lastIndexOf(sorted, edge) - 1;
        rebuild(minutes.length, edge, max - newer);
    }

    /// @param first uses before this minute are left out
    /// @param atFirst so many of that minute are taken over
    private void rebuild(int places, int first, int atFirst) {
        long[] oldHashes = hashes;
        int[] oldMinutes = minutes;
        hashes = new long[places];
        minutes = new int[places];
        size = 0;
        int left = atFirst;
        for (int place = 0; place < oldMinutes.length; place++) {
            int minute = oldMinutes[place];
            if (minute > first || (minute == first && left-- > 0)) {
                note(oldHashes[place], minute);
            }
        }
    }

    private int place(long hash) {
        int mask = minutes.length - 1;
        int place = (int) hash & mask;
        while (minutes[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static int lastIndexOf(int[] sorted, int value) {
        int index = sorted.length - 1;
        while (sorted[index] != value) {
            index--;
        }
        return index;
    }
}
