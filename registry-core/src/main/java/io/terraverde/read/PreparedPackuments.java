package io.terraverde.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.core.RegistryException;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.uplink.AvailablePackage;
import io.terraverde.uplink.AvailablePackages;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Packuments ready to be sent: rendered and prepared once per revision, form and base URL, and given out from memory
/// after that.
///
/// @param <A> what clients are answered with
public final class PreparedPackuments<A> {
    /// So many that what is slow to render hardly ever holds up another package.
    private static final int LOCKS = 1024;

    /// Where no public URL is configured, clients can make up bases by the thousand; only those that are asked
    /// for often are cached for.
    private static final int MAX_BASES = 64;

    private record Key(PackageName name, PackumentForm form, String base) {}

    private record Entry<A>(String revision, A prepared) {}

    /// Makes of a rendered packument what is sent: compresses it, names its content.
    public interface Preparation<A> {
        /// Prepares one packument.
        ///
        /// @param json UTF-8, not to be changed
        /// @param modified when the packument was last written
        A prepare(PackumentForm form, byte[] json, Instant modified);

        /// How much memory it takes.
        int sizeBytes(A prepared);
    }

    private final AvailablePackages packages;
    private final WorkingMemory memory;
    private final Preparation<A> preparation;
    private final Cache<Key, Entry<A>> cache;
    private final Cache<String, Boolean> bases =
            Caffeine.newBuilder().maximumSize(MAX_BASES).executor(Runnable::run).build();
    private final ReentrantLock[] rendering = new ReentrantLock[LOCKS];

    /// @param memory shared with others who work on large documents
    /// @param cacheBytes about how much memory prepared packuments may take
    public PreparedPackuments(
            AvailablePackages packages, Preparation<A> preparation, WorkingMemory memory, long cacheBytes) {
        this.packages = packages;
        this.memory = memory;
        this.preparation = preparation;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Key key, Entry<A> entry) -> preparation.sizeBytes(entry.prepared) + 512)
                .executor(Runnable::run)
                .build();
        for (int i = 0; i < LOCKS; i++) {
            rendering[i] = new ReentrantLock();
        }
    }

    /// A packument in the form and for the base URL a client asked for, not older than any write acknowledged before.
    ///
    /// @param base the public URL of the registry, with a slash at its end
    /// @throws RegistryException.NotFound when there is no such package
    /// @throws RegistryException.Unavailable when an uplink might have it and does not answer
    public A find(PackageName name, PackumentForm form, String base) {
        AvailablePackage found = packages.find(name);
        Key key = new Key(name, form, base);
        @Nullable A known = cached(key, found);
        return known == null ? prepare(key, found) : known;
    }

    /// One rendering per key at a time: a large packument is in memory once however many ask.
    private A prepare(Key key, AvailablePackage found) {
        ReentrantLock lock = rendering[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        try (var _ = memory.take(3 * found.sizeBytes())) {
            @Nullable A known = cached(key, found);
            if (known != null) {
                return known;
            }
            byte[] json = PackumentRenderer.render(key.name, found.packument(), key.form, found.tarballUrls(key.base));
            A prepared = preparation.prepare(key.form, json, found.modified());
            if (isCachedFor(key.base)) {
                cache.put(key, new Entry<>(found.revision(), prepared));
            }
            return prepared;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable A cached(Key key, AvailablePackage found) {
        @Nullable Entry<A> entry = cache.getIfPresent(key);
        return entry != null && entry.revision.equals(found.revision()) ? entry.prepared : null;
    }

    private boolean isCachedFor(String base) {
        Boolean _ = bases.get(base, ignored -> true);
        return bases.getIfPresent(base) != null;
    }
}
