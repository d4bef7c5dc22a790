package io.terraverde.cache;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.StoreContents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A cache of 1,000 bytes and 100 days under `cache/` in memory, with as many instances over it as a test
/// wants.
final class CacheFixture {
    static final String PREFIX = "cache/";
    static final String PAD = "npmjs-1f2e3d4c/left-pad/";

    final ManualClock clock = new ManualClock();
    final InMemoryBlobStore memory = new InMemoryBlobStore(clock);
    final FaultyBlobStore store = new FaultyBlobStore(memory);
    private final Random random = new Random(1);

    Instance instance() {
        return new Instance(CacheBounds.of(1000, Duration.ofDays(100)));
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    /// What is in the cache, without what it is kept by.
    List<String> kept() {
        return all().stream()
                .filter(key -> !key.startsWith("bookkeeping/"))
                .map(key -> key.replace(PAD, ""))
                .toList();
    }

    List<String> bookkeeping() {
        return all().stream().filter(key -> key.startsWith("bookkeeping/")).toList();
    }

    void write(String key, byte[] bytes) {
        memory.put(BlobKey.of(key), BlobBody.of(bytes), PutIf.always());
    }

    private List<String> all() {
        return StoreContents.of(memory).keySet().stream()
                .map(BlobKey::value)
                .filter(key -> key.startsWith(PREFIX))
                .map(key -> key.substring(PREFIX.length()))
                .toList();
    }

    /// One of the processes that share the cache.
    final class Instance {
        final CacheStore cache;
        final CacheSweeper sweeper;

        Instance(CacheBounds bounds) {
            this(store, bounds);
        }

        private Instance(BlobStore over, CacheBounds bounds) {
            cache = new CacheStore(over, PREFIX, new CacheUse(clock));
            sweeper = new CacheSweeper(cache, bounds, clock, random);
        }

        /// Keeps files of `left-pad`, a minute after one another.
        void keep(int bytes, String... files) {
            for (String file : files) {
                cache.put(PAD + file, BlobBody.of(new byte[bytes]), PutIf.always());
                pass(Duration.ofMinutes(1));
            }
        }

        /// Reads a file of `left-pad`.
        ///
        /// @return whether it is there
        boolean read(String file) {
            return cache.read(PAD + file, ReadIf.always())
                    .map(found -> {
                        try (found) {
                            return true;
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .orElse(false);
        }

        long evictions() {
            return cache.use().counts().evictions();
        }
    }
}
