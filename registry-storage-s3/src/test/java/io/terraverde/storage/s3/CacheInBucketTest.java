package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheBounds;
import io.terraverde.cache.CacheStore;
import io.terraverde.cache.CacheSweeper;
import io.terraverde.cache.CacheUse;
import io.terraverde.cache.SweepReport;
import io.terraverde.cache.SweepReport.Amount;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The cache of other servers in a bucket, with more objects than a page of a listing has.
final class CacheInBucketTest {
    private static final String PREFIX = ".terraverde/cache/";
    private static final String HOSTED = "left-pad/package.json";
    private static final Duration HOUR = Duration.ofHours(1);

    private final S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
    private final S3Bucket bucket = stub.bucket(StubStore.BUCKET);
    private final S3BlobStore store = StubStore.open(stub);

    @AfterEach
    void stop() {
        store.close();
        stub.close();
    }

    @Test
    void sweepEvictsTheLeastRecentlyUsedWithFewRequests() {
        List<String> keys = IntStream.range(0, 2_500)
                .mapToObj(i -> String.format(Locale.ROOT, "up-1f2e3d4c/p%04d/a.tgz", i))
                .toList();
        keys.forEach(key -> bucket.put(PREFIX + key, new byte[10]));
        bucket.put(HOSTED, new byte[100_000]);
        var clock =
                new ManualClock(store.list(HOSTED, null, 1).entries().getFirst().modified());
        var cache = new CacheStore(store, PREFIX, new CacheUse(clock));
        var sweeper = new CacheSweeper(cache, CacheBounds.of(20_000, Duration.ofDays(100)), clock, new Random(1));
        clock.advance(HOUR);
        // The others, all over the listing, are the 700 that have to go until a tenth is free.
        List<String> used = IntStream.range(0, keys.size())
                .filter(i -> i % 25 < 18)
                .mapToObj(keys::get)
                .toList();
        used.forEach(cache::used);
        clock.advance(HOUR);
        stub.clearJournal();

        sweeper.tick();

        assertThat(bucket.keys())
                .filteredOn(key -> key.startsWith(PREFIX + "up-"))
                .containsExactlyElementsOf(used.stream().map(PREFIX::concat).toList());
        assertThat(bucket.keys()).contains(HOSTED);
        SweepReport report = sweeper.statistics().sweep().orElseThrow();
        assertThat(report.evicted()).isEqualTo(new Amount(700, 7_000));
        assertThat(report.left()).isEqualTo(new Amount(1_800, 18_000));
        // What instances have noted, and twice the three pages of the cache.
        assertThat(stub.count(S3Operation.LIST_OBJECTS)).isEqualTo(7);
        // What goes, and what this instance had noted.
        assertThat(stub.count(S3Operation.DELETE_OBJECT)).isEqualTo(701);
        assertThat(stub.count()).isLessThanOrEqualTo(7 + 701 + 10);
    }
}
