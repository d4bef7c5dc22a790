package io.terraverde.it.cluster;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.ceph.SharedCeph;
import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.nginx.Nginx;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Parallel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// npm publishes to a private scope through the load balancer and installs it at once, again and again, while
/// one instance after the other is restarted: nobody notices.
@Tag("fix")
class RollingRestartIT {
    private static final System.Logger log = System.getLogger(RollingRestartIT.class.getName());
    private static final int INSTANCES = 3;
    private static final int ROUNDS = Integer.getInteger("it.rolling.rounds", 100);
    private static final int AT_ONCE = 2;

    @RegisterExtension
    static final SharedCeph ceph = new SharedCeph();

    private final AtomicInteger restarts = new AtomicInteger();

    @Test
    void restartsAreNotNoticedOverOneBucket() throws InterruptedException {
        assertUnnoticed(ceph.running().newBucket()::setup, ROUNDS);
    }

    @Test
    void restartsAreNotNoticedOverOneFolder() throws InterruptedException {
        assertUnnoticed(Cluster.overOneFolder(_ -> "0"), ROUNDS / 5);
    }

    private void assertUnnoticed(IntFunction<RegistrySetup> setups, int rounds) throws InterruptedException {
        try (Cluster cluster = Cluster.start(
                        INSTANCES,
                        number -> setups.apply(number)
                                .with("  spool: ./spool\n", "  spool: ./spool\n  shutdownGrace: 1s\n"));
                Nginx nginx = Nginx.before(cluster.instances());
                var operator = Executors.newSingleThreadExecutor()) {
            String token = cluster.token();
            var over = new CountDownLatch(1);
            Future<?> restarting = operator.submit(() -> {
                while (over.getCount() > 0) {
                    cluster.instances().stream()
                            .takeWhile(_ -> over.getCount() > 0)
                            .forEach(this::restart);
                }
            });
            try {
                Parallel.all(AT_ONCE, rounds(nginx, token, rounds));
            } finally {
                over.countDown();
            }
            restarting.get();

            log.log(INFO, "{0} rounds, {1} restarts, {2} requests passed on", rounds, restarts, nginx.passedOn());
            assertThat(restarts).hasValueGreaterThanOrEqualTo(INSTANCES);
            assertThat(nginx.failures()).as(cluster.logs()).isEmpty();
        } catch (ExecutionException e) {
            throw new AssertionError("a restart failed", e.getCause());
        }
    }

    private void restart(Registry instance) {
        assertThat(instance.stop()).as(instance.log()).isZero();
        instance.startAgain();
        restarts.incrementAndGet();
    }

    /// Every publisher and every installer is new, with nothing in its cache.
    private static List<Callable<Integer>> rounds(Nginx nginx, String token, int rounds) {
        return IntStream.range(0, rounds)
                .mapToObj(round -> (Callable<Integer>) () -> {
                    PackageSource source =
                            aPackage("@acme/rolling-" + round % 7).withVersion("1.0." + round);
                    Npm publisher = Npm.eleven(nginx.uri()).withToken(token);
                    Npm installer = Npm.eleven(nginx.uri()).withToken(token);
                    Project project = Project.using(source.name(), source.version());
                    publisher.publish(source.written()).succeeded();
                    installer.install(project.folder()).succeeded();
                    assertThat(project.folder().resolve("node_modules/" + source.name() + "/package.json"))
                            .content()
                            .contains(source.version());
                    Folders.delete(publisher.home());
                    Folders.delete(installer.home());
                    return round;
                })
                .toList();
    }
}
