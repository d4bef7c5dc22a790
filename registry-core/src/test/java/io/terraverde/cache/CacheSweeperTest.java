package io.terraverde.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheFixture.Instance;
import io.terraverde.cache.SweepReport.Amount;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheSweeperTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final CacheFixture all = new CacheFixture();
    private final Instance here = all.instance();
    private final Instance there = all.instance();

    @Test
    void whatFitsStays() {
        here.keep(500, "a", "b");
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "b");
    }

    @Test
    void leastRecentlyWrittenGoesUntilTheCacheIsATenthBelowItsBound() {
        here.keep(300, "d", "c", "b", "a");
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "b", "c");
        assertThat(here.evictions()).isEqualTo(1);
    }

    @Test
    void aReadOnAnyInstanceKeepsAnObject() {
        here.keep(250, "a", "b", "c", "d");
        all.pass(HOUR);
        assertThat(there.read("a")).isTrue();
        here.cache.used(CacheFixture.PAD + "b");
        there.sweeper.tick();
        all.pass(HOUR);
        here.keep(250, "e");
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "b", "e");
    }

    @Test
    void usesSurviveTheInstanceThatNotedThem() {
        Instance dead = all.instance();
        here.keep(300, "a", "b", "c", "d");
        here.sweeper.tick();
        assertThat(dead.read("a")).isTrue();
        all.pass(Duration.ofMinutes(1));
        dead.sweeper.tick();
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "c", "d");
    }

    @Test
    void usesAreRememberedFromSweepToSweep() {
        here.keep(300, "a", "b", "c");
        all.pass(HOUR);
        here.read("a");
        here.sweeper.tick();
        assertThat(all.bookkeeping()).containsExactly("bookkeeping/sweep.json", "bookkeeping/uses");
        all.pass(HOUR);
        there.keep(300, "d");
        all.pass(HOUR);

        all.instance().sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "c", "d");
    }

    @Test
    void whatIsNotUsedForTooLongGoesHoweverMuchRoomThereIs() {
        here.keep(1, "used", "unused");
        all.pass(Duration.ofDays(60));
        here.read("used");
        here.sweeper.tick();
        all.pass(Duration.ofDays(60));

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("used");
    }

    @Test
    void whatWasJustWrittenStaysHoweverFullTheCacheIs() {
        here.keep(600, "old");
        all.pass(HOUR);
        here.keep(600, "new", "newer");

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("new", "newer");
    }

    @Test
    void ofOneMinuteNoMoreGoesThanMust() {
        for (int i = 0; i < 13; i++) {
            all.write(CacheFixture.PREFIX + CacheFixture.PAD + i, new byte[100]);
        }
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).hasSize(9);
    }

    @Test
    void manyPagesAreLookedThrough() {
        IntStream.range(0, 2500).forEach(i -> all.write("cache/npmjs-1f2e3d4c/p" + i + "/state.json", new byte[] {1}));
        all.pass(HOUR);

        here.sweeper.tick();

        assertThat(all.kept()).hasSize(900);
        assertThat(here.sweeper.statistics().sweep().orElseThrow().left()).isEqualTo(new Amount(900, 900));
    }

    @Test
    void ofManyInstancesOneSweeps() {
        here.keep(1, "a");
        for (int i = 0; i < 10; i++) {
            all.instance().sweeper.tick();
        }

        // Its own object, the uses of nobody, and the cache.
        assertThat(all.store.calls(Operation.LIST)).isEqualTo(2);
    }

    @Test
    void anotherTakesOverWhenTheOneThatSweptIsGone() {
        here.sweeper.tick();
        all.pass(Duration.ofMinutes(3));
        there.sweeper.tick();
        int before = all.store.calls(Operation.LIST);
        all.pass(Duration.ofMinutes(10));

        there.sweeper.tick();

        assertThat(all.store.calls(Operation.LIST)).isGreaterThan(before);
    }

    @Test
    void betweenTwoTimesNothingIsAskedOfTheStore() {
        here.sweeper.tick();
        int before = all.store.calls(Operation.READ);
        all.pass(Duration.ofMinutes(9));

        here.sweeper.tick();

        assertThat(all.store.calls(Operation.READ)).isEqualTo(before);
    }

    @Test
    void whoWroteMuchSweepsEarly() {
        here.keep(600, "a", "b");
        all.pass(HOUR);
        there.sweeper.tick();
        assertThat(all.kept()).containsExactly("b");
        here.sweeper.tick();
        here.keep(600, "c");
        all.pass(Duration.ofMinutes(1));

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("c");
    }

    @Test
    void aClaimWithADateInTheFutureKeepsNobodyFromSweeping() {
        all.pass(Duration.ofDays(400));
        here.sweeper.tick();
        all.pass(Duration.ofDays(-400));
        here.keep(600, "a", "b");
        all.pass(HOUR);

        there.sweeper.tick();

        assertThat(all.kept()).containsExactly("b");
    }

    @Test
    void aUseInTheFutureKeepsNothingForEver() {
        here.keep(1, "a");
        all.pass(Duration.ofDays(4000));
        here.read("a");
        here.sweeper.tick();
        all.pass(Duration.ofDays(-3999));
        there.sweeper.tick();
        all.pass(Duration.ofDays(101));

        there.sweeper.tick();

        assertThat(all.kept()).isEmpty();
    }

    @Test
    void whatCannotBeReadInTheBookkeepingIsPassedOver() {
        all.write("cache/bookkeeping/sweep.json", new byte[] {'{'});
        all.write("cache/bookkeeping/uses", new byte[] {1, 2, 3});
        all.write("cache/bookkeeping/noted/00", new byte[] {'T', 'V', 'U', '1', 0});
        all.write("cache/bookkeeping/noted/01", new byte[LastUses.MAX_BYTES + 1]);
        here.keep(600, "a", "b");
        all.pass(HOUR);
        here.read("a");

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a");
        assertThat(all.bookkeeping()).containsExactly("bookkeeping/sweep.json", "bookkeeping/uses");
    }

    @Test
    void whatIsNotTheCachesIsLeftAlone() {
        String[] foreign = {
            "cache/left-pad/package.json",
            "cache/npmjs-1f2e3d4c",
            "cache/npmjs-1f2e3d4/x/y",
            "cache/NPMJS-1f2e3d4c/x/y",
            "cache/mirror/left-pad/package.json",
            "cache/mirror/node-1f2e3d4c",
            "cache/-/x-1f2e3d4c/y",
            "npmjs-1f2e3d4c/left-pad/a"
        };
        for (String key : foreign) {
            all.write(key, new byte[5000]);
        }
        here.keep(1, "a");
        all.pass(Duration.ofDays(200));

        here.sweeper.tick();

        assertThat(here.evictions()).isEqualTo(1);
        for (String key : foreign) {
            assertThat(all.memory.list(key, null, 1).entries()).as(key).hasSize(1);
        }
    }

    @Test
    void aStoreThatCannotBeListedIsSweptAnotherTime() {
        here.keep(600, "a", "b");
        all.pass(HOUR);
        all.store.once(Operation.LIST, new Fault.Fail(Kind.UNAVAILABLE));

        here.sweeper.tick();
        assertThat(all.kept()).hasSize(2);
        all.pass(Duration.ofMinutes(10));
        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("b");
    }

    @Test
    void usesThatCannotBeWrittenDownAreNotLost() {
        here.keep(400, "a", "b", "c");
        all.pass(HOUR);
        here.read("a");
        all.store.once(Operation.PUT, key -> key.value().contains("/noted/"), new Fault.Fail(Kind.UNAVAILABLE));
        here.sweeper.tick();
        assertThat(all.kept()).hasSize(3);
        all.pass(Duration.ofMinutes(10));

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "c");
    }

    @Test
    void usesOfOthersAreKeptWhenTheTableCannotBeWritten() {
        here.keep(1, "a");
        here.read("a");
        Predicate<BlobKey> table = key -> key.value().endsWith("/uses");
        all.store.once(Operation.PUT, table, new Fault.UnknownBefore());

        here.sweeper.tick();

        assertThat(all.bookkeeping()).anyMatch(key -> key.startsWith("bookkeeping/noted/"));
    }

    @Test
    void whatCannotBeRemovedKeepsNothingElse() {
        here.keep(600, "a", "b", "c");
        all.pass(HOUR);
        all.store.always(Operation.DELETE, key -> key.value().endsWith("/a"), new Fault.Fail(Kind.DENIED));

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "c");
        assertThat(here.sweeper.statistics().sweep().orElseThrow().left()).isEqualTo(new Amount(2, 1200));
    }

    @Test
    void everythingMayVanishWhileItSweeps() {
        here.keep(600, "a", "b", "c");
        all.pass(HOUR);
        all.store.once(
                Operation.DELETE,
                new Fault.Meanwhile(
                        inner -> inner.list("", null, 1000).entries().forEach(meta -> inner.delete(meta.key()))));

        here.sweeper.tick();
        assertThat(all.kept()).isEmpty();
        here.keep(600, "d", "e");
        all.pass(HOUR);
        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("e");
    }

    @Test
    void twoSweepsAtATimeHarmNothing() {
        here.keep(300, "a", "b", "c", "d", "e");
        there.read("a");
        all.pass(HOUR);
        all.store.once(Operation.LIST, new Fault.Meanwhile(inner -> {
            all.pass(Duration.ofMinutes(30));
            there.sweeper.tick();
        }));

        here.sweeper.tick();

        assertThat(all.kept()).containsExactly("a", "d", "e");
        assertThat(all.bookkeeping()).containsExactly("bookkeeping/sweep.json", "bookkeeping/uses");
    }

    @Test
    void anInterruptEndsASweep() {
        here.keep(600, "a", "b", "c");
        all.pass(HOUR);
        all.store.once(
                Operation.DELETE,
                new Fault.Meanwhile(inner -> Thread.currentThread().interrupt()));

        here.sweeper.tick();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(all.kept()).containsExactly("b", "c");
        assertThat(here.sweeper.statistics().sweep()).isEmpty();
    }

    @Test
    void everyInstanceKnowsWhatTheLastSweepLeft() {
        here.keep(300, "a", "b");
        all.write("cache/mirror/node-0a1b2c3d/v22.1.0/SHASUMS256.txt", new byte[7]);
        Instant oldest = all.clock.instant().minus(Duration.ofMinutes(2));
        all.pass(HOUR);
        here.sweeper.tick();
        Instant swept = all.clock.instant();
        all.pass(Duration.ofMinutes(1));

        there.read("a");
        there.read("missing");
        there.sweeper.tick();

        CacheStatistics statistics = there.sweeper.statistics();
        assertThat(statistics.counts()).isEqualTo(new CacheUse.Counts(1, 1, 0, 0, 0));
        SweepReport sweep = statistics.sweep().orElseThrow();
        assertThat(sweep.at()).isEqualTo(swept);
        assertThat(sweep.oldestUse()).contains(oldest);
        assertThat(sweep.parts())
                .isEqualTo(Map.of(
                        "npmjs-1f2e3d4c", new Amount(2, 600),
                        "mirror/node-0a1b2c3d", new Amount(1, 7)));
        assertThat(sweep).isEqualTo(here.sweeper.statistics().sweep().orElseThrow());
    }

    @Test
    void aFailingStoreIsAMissAndCounted() {
        here.keep(1, "a");
        all.store.once(Operation.READ, new Fault.Fail(Kind.UNAVAILABLE));

        assertThat(here.read("a")).isFalse();
        assertThat(here.read("a")).isTrue();

        assertThat(here.cache.use().counts()).isEqualTo(new CacheUse.Counts(1, 0, 1, 1, 0));
    }
}
