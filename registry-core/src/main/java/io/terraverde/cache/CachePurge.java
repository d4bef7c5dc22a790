package io.terraverde.cache;

import io.terraverde.cache.SweepReport.Amount;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Removes from the cache what somebody does not want there, for example because an upstream had published it
/// by mistake.
///
/// What is being fetched meanwhile may be kept again, and instances may answer from memory for as long as they
/// need not ask again. Every method throws {@link StorageException} when the store fails; what was removed
/// until then stays removed.
public final class CachePurge {
    /// Short enough for one character more, in any script.
    private static final int MAX_FOLDER_LENGTH = BlobKey.MAX_SEGMENT_BYTES / 4;

    private final BlobStore store;
    private final String prefix;
    private final CacheLayout layout;

    /// For one cache.
    public CachePurge(CacheStore cache) {
        this.store = cache.store();
        this.prefix = cache.prefix();
        this.layout = new CacheLayout(cache.prefix());
    }

    /// Removes what any uplink has said of a package, also uplinks that are not configured any more.
    ///
    /// @return what was removed
    public Amount purge(PackageName name) {
        Amount removed = Amount.NONE;
        for (String part : parts()) {
            if (!CacheLayout.isMirror(part)) {
                String folder = prefix + part + "/" + name.text() + "/";
                removed = removed.plus(remove(folder, key -> key.indexOf('/', folder.length()) < 0));
            }
        }
        return removed;
    }

    /// Removes what is kept of a mirror.
    ///
    /// @param name as the configuration has it
    /// @param keyPrefixes what its keys start with behind its folder, as `v22.1.0/`
    /// @return what was removed
    public Amount purgeMirror(String name, List<String> keyPrefixes) {
        Amount removed = Amount.NONE;
        for (String part : parts()) {
            if (CacheLayout.isMirror(part, name)) {
                for (String keyPrefix : keyPrefixes) {
                    removed = removed.plus(remove(prefix + part + "/" + keyPrefix, key -> true));
                }
            }
        }
        return removed;
    }

    /// Removes everything.
    ///
    /// @return what was removed
    public Amount purgeAll() {
        Amount removed = Amount.NONE;
        for (String part : parts()) {
            removed = removed.plus(remove(prefix + part + "/", key -> true));
        }
        return removed;
    }

    private Amount remove(String keysFrom, Predicate<String> wanted) {
        var removed = new Object() {
            Amount amount = Amount.NONE;
        };
        Bookkeeping.forEach(store, keysFrom, meta -> {
            if (wanted.test(meta.key().value())) {
                store.delete(meta.key());
                removed.amount = removed.amount.plus(meta.sizeBytes());
            }
        });
        return removed.amount;
    }

    /// The uplinks and mirrors of which anything is kept, found by one small list for each: the first key, then
    /// the first one behind all of its part.
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        @Nullable BlobKey after = null;
        while (true) {
            BlobPage first = store.list(prefix, after, 1);
            if (first.entries().isEmpty()) {
                return parts;
            }
            BlobKey key = first.entries().getFirst().key();
            String relative = layout.relative(key);
            CacheLayout.partOf(relative).ifPresent(parts::add);
            after = behind(key, CacheLayout.folderLength(relative));
        }
    }

    /// A key that is greater than all in the folder of a key, and not greater than anything else that is.
    private BlobKey behind(BlobKey key, int folderLength) {
        String folder = key.value().substring(0, prefix.length() + folderLength);
        boolean hasRoom = folderLength > 0 && folderLength < MAX_FOLDER_LENGTH;
        return hasRoom ? BlobKey.of(folder + (char) ('/' + 1)) : key;
    }
}
