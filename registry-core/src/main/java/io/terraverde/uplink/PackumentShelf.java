package io.terraverde.uplink;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.cache.CacheStore;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The packuments that are kept of uplinks, in the cache and, a few of them, in memory.
final class PackumentShelf {
    /*
     * In the cache, for each uplink and package:
     *
     *   npmjs-1f2e3d4c/left-pad/state.json           which packument the uplink has, and when it said so
     *   npmjs-1f2e3d4c/left-pad/{digest}.packument   its bytes, as they came
     *
     * The state is written behind the bytes that it names, and overwritten without a condition: of two instances that
     * ask at the same time the slower one may put an older answer over a newer one, which is mended when the answer has
     * aged. Either may be gone at any time. Bytes without a state are nobody's; of a state without bytes the next answer
     * makes a better one.
     */
    private static final Logger log = LoggerFactory.getLogger(PackumentShelf.class);
    private static final int MAX_STATE_BYTES = 64 << 10;
    private static final int LOCKS = 64;

    /// Where an uplink's answer about a package stands.
    record Place(String uplink, PackageName name) {
        private String state() {
            return uplink + "/" + name.text() + "/state.json";
        }

        private String body(String digest) {
            return uplink + "/" + name.text() + "/" + digest + ".packument";
        }
    }

    private record Body(Place place, String digest) {}

    private record Loaded(Packument packument, long sizeBytes) {
        /// Its bytes and their index.
        int weight() {
            long entries = (long) packument.versions().size() + packument.time().size();
            return (int) Math.min(Integer.MAX_VALUE / 2, sizeBytes + sizeBytes / 4 + 300 * entries + 4096);
        }
    }

    private final CacheStore cache;
    private final WorkingMemory memory;
    private final Cache<Body, Loaded> loaded;
    private final ReentrantLock[] loading = new ReentrantLock[LOCKS];

    /// @param cacheBytes about how much memory loaded packuments may take
    PackumentShelf(CacheStore cache, WorkingMemory memory, long cacheBytes) {
        this.cache = cache;
        this.memory = memory;
        this.loaded = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Body body, Loaded packument) -> packument.weight())
                .executor(Runnable::run)
                .build();
        for (int i = 0; i < LOCKS; i++) {
            loading[i] = new ReentrantLock();
        }
    }

    Optional<KeptPackument> state(Place place) {
        Optional<BlobRead.Found> found = cache.read(place.state(), ReadIf.always());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (BlobRead.Found state = found.get()) {
            return KeptPackument.read(state.body().readNBytes(MAX_STATE_BYTES));
        } catch (IOException e) {
            log.warn("cache cannot be read key={} reason={}", place.state(), e.toString());
            return Optional.empty();
        }
    }

    /// The bytes that the state names are in use, although they are mostly given out from memory.
    void keepState(Place place, KeptPackument state) {
        cache.used(place.body(state.digest()));
        var _ = cache.put(place.state(), BlobBody.of(state.write()), PutIf.always());
    }

    /// Whether the bytes are kept now.
    boolean keepBody(Place place, PackumentBytes.Arrived arrived) {
        return cache.put(place.body(arrived.digest()), arrived.body(), PutIf.always())
                .isPresent();
    }

    void deleteBody(Place place, String digest) {
        cache.delete(place.body(digest));
    }

    /// Throws kept tarballs away that are not what the next packument declares.
    ///
    /// @param before names the packument until then
    /// @param spare for loading it; not that of those who render, who may wait for this
    void forgetReplaced(Place place, KeptPackument before, Packument next, WorkingMemory spare) {
        Optional<Packument> former = Optional.ofNullable(loaded.getIfPresent(new Body(place, before.digest())))
                .map(Loaded::packument)
                .or(() -> {
                    try (var _ = spare.take(2 * before.sizeBytes())) {
                        return fromCache(place, before);
                    }
                });
        former.ifPresent(packument -> ReplacedTarballs.files(place.name, packument, next)
                .forEach(file -> cache.delete(UpstreamTarballs.key(place.uplink, place.name, file))));
    }

    /// Keeps a packument in memory for those who load it next.
    void remember(Place place, KeptPackument kept, Packument packument) {
        loaded.put(new Body(place, kept.digest()), new Loaded(packument, kept.sizeBytes()));
    }

    /// A packument that was kept; empty when it is gone. One thread at a time loads one packument.
    Optional<Packument> load(Place place, KeptPackument kept) {
        Body body = new Body(place, kept.digest());
        @Nullable Loaded known = loaded.getIfPresent(body);
        if (known != null) {
            return Optional.of(known.packument);
        }
        ReentrantLock lock = loading[Math.floorMod(body.hashCode(), LOCKS)];
        // The memory first: who renders has it already.
        try (var _ = memory.take(2 * kept.sizeBytes())) {
            lock.lock();
            try {
                @Nullable Loaded meanwhile = loaded.getIfPresent(body);
                if (meanwhile != null) {
                    return Optional.of(meanwhile.packument);
                }
                Optional<Packument> packument = fromCache(place, kept);
                packument.ifPresent(one -> remember(place, kept, one));
                return packument;
            } finally {
                lock.unlock();
            }
        }
    }

    /// For somebody who has the memory for it.
    private Optional<Packument> fromCache(Place place, KeptPackument kept) {
        Optional<BlobRead.Found> found = cache.read(place.body(kept.digest()), ReadIf.always());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (BlobRead.Found body = found.get()) {
            return Optional.of(PackumentBytes.read(body.body(), kept.encoding(), kept.sizeBytes(), place.name()));
        } catch (IOException | IllegalArgumentException e) {
            log.warn(
                    "a kept packument is broken uplink={} package={} reason={}",
                    place.uplink(),
                    place.name(),
                    e.toString());
            return Optional.empty();
        }
    }
}
