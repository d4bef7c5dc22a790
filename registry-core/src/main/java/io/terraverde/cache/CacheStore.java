package io.terraverde.cache;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store of which everything may be gone at any time, and which fails nobody: what cannot be read is absent, what
/// cannot be written is not kept, and the log says so.
///
/// Keys are relative to the cache, as `npmjs-1f2e3d4c/left-pad/state.json`.
public final class CacheStore {
    private static final Logger log = LoggerFactory.getLogger(CacheStore.class);

    private final BlobStore store;
    private final String prefix;

    /// @param prefix what the keys of the cache start with in the store: empty, or ending in a slash
    public CacheStore(BlobStore store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /// An object; the caller closes it.
    public Optional<BlobRead.Found> read(String key, ReadIf range) {
        try {
            return switch (store.read(keyOf(key), range)) {
                case BlobRead.Found found -> Optional.of(found);
                case BlobRead.Absent(), BlobRead.NotChanged() -> Optional.empty();
            };
        } catch (StorageException e) {
            log.warn("cache cannot be read key={}", key, e);
            return Optional.empty();
        }
    }

    /// Keeps an object, if that is possible.
    ///
    /// @return empty when it was refused by the condition, or failed
    public Optional<PutResult.Stored> put(String key, BlobBody body, PutIf condition) {
        try {
            return switch (store.put(keyOf(key), body, condition)) {
                case PutResult.Stored stored -> Optional.of(stored);
                case PutResult.Refused() -> Optional.empty();
            };
        } catch (StorageException e) {
            log.warn("cache cannot be written key={}", key, e);
            return Optional.empty();
        }
    }

    /// Removes an object, if that is possible.
    public void delete(String key) {
        try {
            store.delete(keyOf(key));
        } catch (StorageException e) {
            log.warn("cache cannot be deleted from key={}", key, e);
        }
    }

    private BlobKey keyOf(String key) {
        return BlobKey.of(prefix + key);
    }
}
