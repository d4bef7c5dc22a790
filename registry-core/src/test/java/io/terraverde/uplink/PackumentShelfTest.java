package io.terraverde.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    @Test
    void whoHasMemoryAndWhoHasTheTurnDoNotWaitForEachOther() throws Exception {
        byte[] json = ("{\"name\":\"left-pad\",\"readme\":\"" + "x".repeat(4096) + "\"}").getBytes(UTF_8);
        PackumentShelf.Place place = new PackumentShelf.Place("npmjs-1f2e3d4c", PackageName.parse("left-pad"));
        KeptPackument kept = new KeptPackument(
                clock.instant(), Optional.empty(), "9f86d081", UpstreamAnswer.Encoding.IDENTITY, json.length);
        cache.put("npmjs-1f2e3d4c/left-pad/9f86d081.packument", BlobBody.of(json), PutIf.always());
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        FaultyBlobStore slow = new FaultyBlobStore(store)
                .once(FaultyBlobStore.Operation.READ, new Fault.Meanwhile(ignored -> {
                    reading.countDown();
                    await(gate);
                }));
        WorkingMemory memory = new WorkingMemory(1024);
        PackumentShelf shared = new PackumentShelf(new CacheStore(slow, "", new CacheUse(clock)), memory, 1);

        Thread loader = Thread.ofPlatform().daemon().start(() -> shared.load(place, kept));
        await(reading);
        Thread renderer = Thread.ofPlatform().daemon().start(() -> {
            try (var _ = memory.take(1024)) {
                shared.load(place, kept);
            }
        });
        while (renderer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        gate.countDown();

        assertThat(loader.join(Duration.ofMinutes(1))).isTrue();
        assertThat(renderer.join(Duration.ofMinutes(1))).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(String key) {
        cache.put(key, BlobBody.of(new byte[] {'{', '}'}), PutIf.always());
    }
}
