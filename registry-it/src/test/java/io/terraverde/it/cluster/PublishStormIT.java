package io.terraverde.it.cluster;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.ceph.SharedCeph;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.nginx.Nginx;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.traffic.Door;
import io.terraverde.it.traffic.PublishStorm;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Hundreds of publishes of new packages, new versions and rivals for the same version, through instances that
/// are killed at random.
@Tag("fix")
class PublishStormIT {
    private static final System.Logger log = System.getLogger(PublishStormIT.class.getName());
    private static final int INSTANCES = 3;

    /// Each is published in two versions, and the second one by two rivals.
    private static final int PACKAGES = Integer.getInteger("it.storm.packages", 150);

    private static final int PUBLISHES_BETWEEN_KILLS = 20;

    @RegisterExtension
    static final SharedCeph ceph = new SharedCeph();

    private final long seed = Long.getLong("it.seed", new SplittableRandom().nextLong());

    @Test
    void everyAcknowledgedPublishIsThereOverOneBucket() throws InterruptedException {
        assertNothingLost(ceph.running().newBucket()::setup);
    }

    @Test
    void everyAcknowledgedPublishIsThereOverOneFolder() throws InterruptedException {
        assertNothingLost(Cluster.overOneFolder(_ -> "0"));
    }

    private void assertNothingLost(IntFunction<RegistrySetup> setups) throws InterruptedException {
        var random = new SplittableRandom(seed);
        var kills = new AtomicInteger();
        try (Cluster cluster = Cluster.start(INSTANCES, setups);
                Nginx nginx = Nginx.before(cluster.instances())) {
            String token = cluster.token();
            var storm = new PublishStorm(cluster.doors(token, nginx), random.nextLong());

            storm.publishWhile(sources(), () -> {
                while (storm.awaitAnswers(PUBLISHES_BETWEEN_KILLS)) {
                    Registry victim = cluster.instance(random.nextInt(INSTANCES));
                    victim.kill();
                    victim.startAgain();
                    kills.incrementAndGet();
                }
            });

            log.log(
                    INFO,
                    "seed {0}: {1} publishers told, {2} requests repeated, {3} kills",
                    Long.toString(seed),
                    storm.told().size(),
                    storm.repeated(),
                    kills);
            assertThat(kills).as("seed " + seed).hasPositiveValue();
            var truth = new PublishedTruth(storm.told());
            truth.assertOneWinsEach();
            List<Door> doors = cluster.doors(token);
            truth.assertServedBy(doors.get(random.nextInt(INSTANCES)));
            doors.forEach(truth::assertListedBy);
        }
    }

    private static List<PackageSource> sources() {
        var sources = new ArrayList<PackageSource>();
        for (int number = 0; number < PACKAGES; number++) {
            PackageSource first = aPackage("@acme/storm-" + number);
            PackageSource second = first.withVersion("1.1.0");
            sources.addAll(List.of(first, second, second.with("description", "by a rival")));
        }
        return sources;
    }
}
