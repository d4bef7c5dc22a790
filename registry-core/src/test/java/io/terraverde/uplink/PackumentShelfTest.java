package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheBounds;
import io.terraverde.cache.CacheStore;
import io.terraverde.cache.CacheSweeper;
import io.terraverde.cache.CacheUse;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackumentShelfTest {
    private static final Duration MAX_AGE = Duration.ofDays(100);

    private final ManualClock clock = new ManualClock();
    private final InMemoryBlobStore store = new InMemoryBlobStore(clock);
    private final CacheStore cache = new CacheStore(store, "", new CacheUse(clock));
    private final CacheSweeper sweeper =
            new CacheSweeper(cache, CacheBounds.of(1 << 20, MAX_AGE), clock, new Random(1));
    private final PackumentShelf shelf = new PackumentShelf(cache, new WorkingMemory(1 << 20), 1 << 20);

    @Test
    void bytesOfAPackumentThatIsConfirmedAreNotTooOld() {
        PackumentShelf.Place place = new PackumentShelf.Place("npmjs-1f2e3d4c", PackageName.parse("left-pad"));
        keep("npmjs-1f2e3d4c/left-pad/9f86d081.packument");
        keep("npmjs-1f2e3d4c/left-pad/60303ae2.packument");
        clock.advance(MAX_AGE);

        shelf.keepState(
                place,
                new KeptPackument(clock.instant(), Optional.empty(), "9f86d081", UpstreamAnswer.Encoding.IDENTITY, 2));
        clock.advance(Duration.ofHours(1));
        sweeper.tick();

        assertThat(StoreContents.bytes(store, "npmjs-1f2e3d4c/left-pad/9f86d081.packument"))
                .isPresent();
        assertThat(StoreContents.bytes(store, "npmjs-1f2e3d4c/left-pad/60303ae2.packument"))
                .isEmpty();
    }

    private void keep(String key) {
        cache.put(key, BlobBody.of(new byte[] {'{', '}'}), PutIf.always());
    }
}
