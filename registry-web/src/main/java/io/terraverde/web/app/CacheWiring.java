package io.terraverde.web.app;

import io.terraverde.cache.CacheBounds;
import io.terraverde.cache.CachePurge;
import io.terraverde.cache.CacheStore;
import io.terraverde.cache.CacheSweeper;
import io.terraverde.cache.CacheUse;
import io.terraverde.document.StorageLayout;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.fs.FsBlobStore;
import io.terraverde.web.config.CacheSettings;
import java.util.Optional;

/// The cache of other servers: in a folder of its own, or inside the store.
final class CacheWiring implements AutoCloseable {
    private final CacheStore cache;
    private final CachePurge purge;
    private final CacheSweeper sweeper;
    private final Optional<BlobStore> own;

    /// @param store that of the registry, for a cache inside it; stays open
    /// @throws io.terraverde.storage.StorageException when the folder cannot be used
    CacheWiring(CacheSettings settings, BlobStore store) {
        own = settings.folder().map(folder -> FsBlobStore.openDisposable(folder, SystemSources.clock()));
        CacheUse use = new CacheUse(SystemSources.clock());
        cache = own.map(folder -> new CacheStore(folder, "", use))
                .orElseGet(() -> new CacheStore(store, StorageLayout.cache(), use));
        purge = new CachePurge(cache);
        sweeper = new CacheSweeper(
                cache,
                CacheBounds.of(settings.sizeBytes(), settings.age()),
                SystemSources.clock(),
                SystemSources.random());
    }

    CacheStore cache() {
        return cache;
    }

    /// Whether it lies in the storage of the registry, and not in a folder of its own.
    boolean isInStore() {
        return own.isEmpty();
    }

    CachePurge purge() {
        return purge;
    }

    CacheSweeper sweeper() {
        return sweeper;
    }

    @Override
    public void close() {
        own.ifPresent(BlobStore::close);
    }
}
