package io.terraverde.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.catalog.Packuments;
import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.storage.Revision;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Packuments for clients: found, rendered once per revision, and given out from memory after that.
public final class PackumentReader {
    private static final int LOCKS = 64;

    /// Where no public URL is configured, clients can make up bases by the thousand; only the first few are cached for.
    private static final int MAX_BASES = 64;

    private record Key(PackageName name, PackumentForm form, String base, ContentEncoding encoding) {}

    private record Entry(Revision revision, RenderedPackument rendered) {}

    private final Packuments packuments;
    private final Cache<Key, Entry> cache;
    private final Set<String> bases = ConcurrentHashMap.newKeySet();
    private final ReentrantLock[] rendering = new ReentrantLock[LOCKS];

    /// @param cacheBytes about how much memory rendered packuments may take
    public PackumentReader(Packuments packuments, long cacheBytes) {
        this.packuments = packuments;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Key key, Entry entry) -> entry.rendered.bytes().length + 512)
                .executor(Runnable::run)
                .build();
        for (int i = 0; i < LOCKS; i++) {
            rendering[i] = new ReentrantLock();
        }
    }

    /// A packument in the form, for the base URL and in the encoding a client asked for.
    ///
    /// @param base the public URL of the registry, with a slash at its end
    /// @throws RegistryException.NotFound when there is no such package
    public RenderedPackument packument(PackageName name, PackumentForm form, String base, ContentEncoding encoding) {
        Document<Packument> document = find(name);
        Key key = new Key(name, form, base, encoding);
        @Nullable Entry entry = cache.getIfPresent(key);
        if (entry != null && entry.revision.equals(document.meta().revision())) {
            return entry.rendered;
        }
        // One rendering per key at a time: a large packument is in memory once however many ask.
        ReentrantLock lock = rendering[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        try {
            entry = cache.getIfPresent(key);
            if (entry != null && entry.revision.equals(document.meta().revision())) {
                return entry.rendered;
            }
            byte[] bytes = PackumentRenderer.render(name, document.value(), form, base);
            RenderedPackument rendered =
                    Encodings.encode(bytes, encoding, document.meta().modified());
            if (isCachedFor(base)) {
                cache.put(key, new Entry(document.meta().revision(), rendered));
            }
            return rendered;
        } finally {
            lock.unlock();
        }
    }

    /// One version's manifest as JSON.
    ///
    /// @param versionOrTag an exact version, one with a leading `v`, or a dist-tag
    /// @throws RegistryException.NotFound when there is no such package or version
    public byte[] version(PackageName name, String versionOrTag, PackumentForm form, String base) {
        Packument packument = find(name).value();
        String version = packument
                .find(versionOrTag)
                .orElseThrow(() -> new RegistryException.NotFound("this version doesn't exist: " + versionOrTag));
        return PackumentRenderer.renderVersion(name, packument, version, form, base);
    }

    /// A packument that exists for clients.
    ///
    /// @throws RegistryException.NotFound when there is no such package
    public Document<Packument> find(PackageName name) {
        return packuments
                .find(name)
                .filter(document -> document.value().unpublished().isEmpty())
                .orElseThrow(() -> new RegistryException.NotFound("no such package available"));
    }

    private boolean isCachedFor(String base) {
        return bases.contains(base) || (bases.size() < MAX_BASES && bases.add(base));
    }
}
