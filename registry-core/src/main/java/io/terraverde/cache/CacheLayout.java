package io.terraverde.cache;

import io.terraverde.storage.BlobKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where things lie in a cache.
final class CacheLayout {
    /*
     * What is kept:
     *
     *   {server}/{package}/{file}    of an uplink
     *   mirror/{server}/{path}       of a mirror
     *
     * {server} is a name and eight hex digits, as npmjs-1f2e3d4c. What it is kept by:
     *
     *   bookkeeping/sweep.json       the last sweep, and who has the turn
     *   bookkeeping/uses             when objects were last used, as far as instances have told
     *   bookkeeping/noted/{id}       uses that an instance has noted since
     *
     * Everything else is somebody else's, and is left alone: a folder that is not meant to be a cache loses nothing by
     * being configured as one.
     */
    private static final Pattern SERVER = Pattern.compile("[a-z0-9_-]*-[0-9a-f]{8}");
    private static final int DIGEST_LENGTH = "-1f2e3d4c".length();
    private static final int MAX_READABLE = 40;
    private static final String MIRROR = "mirror/";
    private static final String BOOKKEEPING = "bookkeeping/";

    private final String prefix;

    /// @param prefix what all keys start with: empty, or ending in a slash
    CacheLayout(String prefix) {
        this.prefix = prefix;
    }

    BlobKey sweep() {
        return BlobKey.of(prefix + BOOKKEEPING + "sweep.json");
    }

    BlobKey uses() {
        return BlobKey.of(prefix + BOOKKEEPING + "uses");
    }

    String notedUses() {
        return prefix + BOOKKEEPING + "noted/";
    }

    BlobKey notedUses(String id) {
        return BlobKey.of(notedUses() + id);
    }

    /// The key as users of the cache know it.
    String relative(BlobKey key) {
        return key.value().substring(prefix.length());
    }

    /// The part of the cache that an object belongs to: `npmjs-1f2e3d4c` or `mirror/node-0a1b2c3d`; empty when
    /// it is none of the cache's.
    static Optional<String> partOf(String relativeKey) {
        int start = relativeKey.startsWith(MIRROR) ? MIRROR.length() : 0;
        int end = folderLength(relativeKey);
        return end > 0 && SERVER.matcher(relativeKey).region(start, end).matches()
                ? Optional.of(relativeKey.substring(0, end))
                : Optional.empty();
    }

    /// The length of the folder that an object's part would have to be; 0 when it lies in none.
    static int folderLength(String relativeKey) {
        return Math.max(0, relativeKey.indexOf('/', relativeKey.startsWith(MIRROR) ? MIRROR.length() : 0));
    }

    static boolean isMirror(String part) {
        return part.startsWith(MIRROR);
    }

    /// Whether a part is of the mirror that the configuration calls so.
    static boolean isMirror(String part, String name) {
        String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        String kept = readable.substring(0, Math.min(MAX_READABLE, readable.length()));
        return isMirror(part)
                && part.substring(MIRROR.length(), part.length() - DIGEST_LENGTH)
                        .equals(kept);
    }
}
