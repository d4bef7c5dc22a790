package io.terraverde.it.cluster;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.ceph.Bucket;
import io.terraverde.it.ceph.Ceph;
import io.terraverde.it.ceph.SharedCeph;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.history.HistoryChecker;
import io.terraverde.it.traffic.Door;
import io.terraverde.it.traffic.PublishStorm;
import io.terraverde.it.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two instances over two gateways of one store. One gateway is killed in the middle of writes, so that nobody
/// knows which of them happened, and comes back: everybody is told the truth.
@Tag("fix")
class GatewayCrashIT {
    private static final System.Logger log = System.getLogger(GatewayCrashIT.class.getName());
    private static final int CRASHES = 4;
    private static final int WRITES_BETWEEN_CRASHES = 15;
    private static final int WRITES = 60;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedCeph ceph = new SharedCeph();

    private final long seed = Long.getLong("it.seed", new SplittableRandom().nextLong());
    private final AtomicInteger crashes = new AtomicInteger();

    @Test
    void publishersAreToldTheTruth() throws InterruptedException {
        Ceph store = ceph.running();
        Bucket bucket = store.newBucket();
        try (Cluster cluster = Cluster.start(2, bucket::setup)) {
            List<Door> doors = cluster.doors(cluster.token());
            var storm = new PublishStorm(doors, seed);

            storm.publishWhile(sources(), () -> {
                while (crashes.get() < CRASHES && storm.awaitAnswers(WRITES_BETWEEN_CRASHES)) {
                    crash(store);
                }
            });

            log.log(
                    INFO,
                    "seed {0}: {1} publishers told, {2} requests repeated, {3} crashes",
                    Long.toString(seed),
                    storm.told().size(),
                    storm.repeated(),
                    crashes);
            assertThat(crashes).hasPositiveValue();
            var truth = new PublishedTruth(storm.told());
            truth.assertOneWinsEach();
            doors.forEach(truth::assertServedBy);
        }
    }

    @Test
    void nothingIsLostOrStale() throws InterruptedException {
        Ceph store = ceph.running();
        Bucket bucket = store.newBucket();
        try (Cluster cluster = Cluster.start(2, bucket::setup)) {
            List<Door> doors = cluster.doors(cluster.token());
            var traffic = new Traffic(doors, doors, seed);

            traffic.runWhile(WRITES, LIMIT, () -> {
                while (crashes.get() < CRASHES && traffic.awaitWrites(WRITES_BETWEEN_CRASHES)) {
                    crash(store);
                }
            });

            log.log(INFO, "seed {0}: {1}, {2} crashes", Long.toString(seed), traffic, crashes);
            var last = traffic.finalReads(doors);
            var checker = new HistoryChecker(traffic.writes().all());
            String run = "seed " + seed + ", " + traffic + "\n" + cluster.logs();
            assertThat(crashes).as(run).hasPositiveValue();
            assertThat(checker.violations(last.all())).as("lost: " + run).isEmpty();
            assertThat(checker.violations(traffic.reads().all()))
                    .as("stale: " + run)
                    .isEmpty();
            assertThat(traffic.reads().flaws()).as(run).isEmpty();
        }
    }

    private void crash(Ceph store) {
        store.killSecondGateway();
        store.startSecondGateway();
        crashes.incrementAndGet();
    }

    /// New packages, new versions of one package, and rivals for each.
    private static List<PackageSource> sources() {
        var sources = new ArrayList<PackageSource>();
        for (int number = 0; number < 60; number++) {
            PackageSource alone = aPackage("@acme/alone-" + number);
            PackageSource together = aPackage("@acme/together").withVersion("1.0." + number);
            sources.addAll(List.of(alone, together, together.with("description", "by a rival")));
        }
        return sources;
    }
}
