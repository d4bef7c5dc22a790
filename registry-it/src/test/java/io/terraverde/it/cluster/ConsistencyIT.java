package io.terraverde.it.cluster;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.ceph.Bucket;
import io.terraverde.it.ceph.SharedCeph;
import io.terraverde.it.history.HistoryChecker;
import io.terraverde.it.history.Outcome;
import io.terraverde.it.history.Reads;
import io.terraverde.it.nginx.Nginx;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.traffic.Door;
import io.terraverde.it.traffic.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Writers and readers at three instances and at the load balancer before them, while the instances are killed
/// and come back: nothing that was acknowledged is lost, and nobody reads what was before it.
@Tag("fix")
class ConsistencyIT {
    private static final System.Logger log = System.getLogger(ConsistencyIT.class.getName());
    private static final int INSTANCES = 3;
    private static final int KILLS = 6;
    private static final int WRITES_BETWEEN_KILLS = 12;
    private static final int WRITES = 100;

    /// Writes that were acknowledged and reads that were answered; fewer would prove nothing.
    private static final int ENOUGH = 50;

    private static final Duration LIMIT = Duration.ofSeconds(75);

    @RegisterExtension
    static final SharedCeph ceph = new SharedCeph();

    /// Of everything that is chosen; `-Dit.seed` repeats a run, as far as the machine does.
    private final long seed = Long.getLong("it.seed", new SplittableRandom().nextLong());

    @Test
    void nothingIsLostOrStaleOverOneBucket() throws InterruptedException {
        Bucket bucket = ceph.running().newBucket();

        assertConsistent(bucket::setup);
    }

    @Test
    void nothingIsLostOrStaleOverOneFolder() throws InterruptedException {
        assertConsistent(Cluster.overOneFolder(_ -> "0"));
    }

    @Test
    void nothingIsLostOrStaleOverOneFolderWithLeases() throws InterruptedException {
        assertConsistent(Cluster.overOneFolder(_ -> "500ms"));
    }

    private void assertConsistent(IntFunction<RegistrySetup> setups) throws InterruptedException {
        var random = new SplittableRandom(seed);
        var kills = new AtomicInteger();
        try (Cluster cluster = Cluster.start(INSTANCES, setups);
                Nginx nginx = Nginx.before(cluster.instances())) {
            String token = cluster.token();
            List<Door> doors = cluster.doors(token, nginx);
            var traffic = new Traffic(doors, doors, random.nextLong());

            traffic.runWhile(WRITES, LIMIT, () -> {
                while (kills.get() < KILLS && traffic.awaitWrites(WRITES_BETWEEN_KILLS)) {
                    Registry victim = cluster.instance(random.nextInt(INSTANCES));
                    victim.kill();
                    victim.startAgain();
                    kills.incrementAndGet();
                }
            });

            log.log(
                    INFO,
                    "seed {0}: {1}; {2} kills, {3} requests passed on",
                    Long.toString(seed),
                    traffic,
                    kills,
                    nginx.passedOn());
            Reads last = traffic.finalReads(cluster.doors(token));
            var checker = new HistoryChecker(traffic.writes().all());
            String run = "seed " + seed + ", " + traffic + "\n" + cluster.logs();
            assertThat(checker.violations(last.all())).as("lost: " + run).isEmpty();
            assertThat(checker.violations(traffic.reads().all()))
                    .as("stale: " + run)
                    .isEmpty();
            assertThat(traffic.reads().flaws()).as(run).isEmpty();
            assertThat(last.flaws()).as(run).isEmpty();
            assertThat(last.unanswered()).as(run).isZero();
            assertThat(kills).as(run).hasPositiveValue();
            assertThat(traffic.writes().count(Outcome.ACKNOWLEDGED)).as(run).isGreaterThan(ENOUGH);
            assertThat(traffic.reads().all().size()).as(run).isGreaterThan(ENOUGH);
        }
    }
}
