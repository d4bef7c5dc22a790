package io.terraverde.cache;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store of which everything may be gone at any time, and which fails nobody: what cannot be read is absent,
/// what cannot be written is not kept, and the log says so.
///
/// Objects go one by one. Of several that belong together any may be missing, and a reader takes that for a
/// miss.
///
/// Keys are relative to the cache, as `npmjs-1f2e3d4c/left-pad/state.json`. The first segment names the server
/// that said it; what lies elsewhere is neither counted nor removed by {@link CacheSweeper} and {@link
/// CachePurge}.
public final class CacheStore {
    private static final Logger log = LoggerFactory.getLogger(CacheStore.class);

    private final BlobStore store;
    private final String prefix;
    private final CacheUse use;

    /// A cache of which nobody wants to know how it is used.
    ///
    /// @param prefix what the keys of the cache start with in the store: empty, or ending in a slash
    public CacheStore(BlobStore store, String prefix) {
        this(store, prefix, new CacheUse(() -> Instant.EPOCH));
    }

    /// A cache with a memory of how it is used.
    ///
    /// @param prefix what the keys of the cache start with in the store: empty, or ending in a slash
    /// @param use told of every read and write
    public CacheStore(BlobStore store, String prefix, CacheUse use) {
        this.store = store;
        this.prefix = prefix;
        this.use = use;
    }

    /// An object; the caller closes it.
    public Optional<BlobRead.Found> read(String key, ReadIf range) {
        try {
            return switch (store.read(keyOf(key), range)) {
                case BlobRead.Found found -> {
                    use.hit(key);
                    yield Optional.of(found);
                }
                case BlobRead.NotChanged() -> {
                    use.hit(key);
                    yield Optional.empty();
                }
                case BlobRead.Absent() -> {
                    use.missed();
                    yield Optional.empty();
                }
            };
        } catch (StorageException e) {
            use.failed();
            failed("read", key, e);
            return Optional.empty();
        }
    }

    /// Keeps an object, if that is possible.
    ///
    /// @return empty when it was refused by the condition, or failed
    public Optional<PutResult.Stored> put(String key, BlobBody body, PutIf condition) {
        try {
            return switch (store.put(keyOf(key), body, condition)) {
                case PutResult.Stored stored -> {
                    use.wrote(body.sizeBytes());
                    yield Optional.of(stored);
                }
                case PutResult.Refused() -> Optional.empty();
            };
        } catch (StorageException e) {
            failed("written", key, e);
            return Optional.empty();
        }
    }

    /// Removes an object, if that is possible.
    public void delete(String key) {
        try {
            store.delete(keyOf(key));
        } catch (StorageException e) {
            failed("deleted from", key, e);
        }
    }

    /// Says that an object is in use although it was not read here: what is answered from memory must not look
    /// unused.
    public void used(String key) {
        use.used(key);
    }

    BlobStore store() {
        return store;
    }

    String prefix() {
        return prefix;
    }

    CacheUse use() {
        return use;
    }

    /// A store that is down fails every request: a line each will do.
    private static void failed(String what, String key, StorageException e) {
        log.warn("cache cannot be {} key={} reason={}", what, key, e.getMessage());
        log.debug("cache cannot be {} key={}", what, key, e);
    }

    private BlobKey keyOf(String key) {
        return BlobKey.of(prefix + key);
    }
}
