package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Parallel;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Sixteen publishers of one package.
class ConcurrentPublishIT {
    private static final int PUBLISHERS = 16;
    private static final int VERSIONS = 200;

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @Test
    void noVersionOfManyIsLost() {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("@acme/crowded");
        alice.publish(source.withVersion("0.0.1")).is(201);
        List<Callable<Integer>> publishes = IntStream.range(0, VERSIONS)
                .mapToObj(patch -> (Callable<Integer>)
                        () -> alice.publish(source.withVersion("1.0." + patch)).status())
                .toList();

        List<Integer> statuses = Parallel.all(PUBLISHERS, publishes);

        assertThat(statuses).containsOnly(201);
        var served = alice.served("@acme/crowded");
        assertThat(served.versions()).hasSize(VERSIONS + 1);
        served.versions().forEach(served::tarball);
        assertThat(served.json().path("time").propertyNames()).containsAll(served.versions());
    }

    @Test
    @Tag("fix")
    void oneOfManyPublishersOfAVersionWins() {
        assertOneWins("@acme/raced-new");
    }

    @Test
    @Tag("fix")
    void oneOfManyPublishersOfAnotherVersionWins() {
        registry.as("alice").publish(aPackage("@acme/raced")).is(201);

        assertOneWins("@acme/raced");
    }

    @Test
    @Tag("fix")
    void firstPublishesOfManyVersionsAllSucceed() {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("@acme/born-crowded");
        List<Callable<Integer>> publishes = IntStream.range(0, PUBLISHERS)
                .mapToObj(patch -> (Callable<Integer>)
                        () -> alice.publish(source.withVersion("1.0." + patch)).status())
                .toList();

        List<Integer> statuses = Parallel.all(PUBLISHERS, publishes);

        assertThat(statuses).containsOnly(201);
        var served = alice.served("@acme/born-crowded");
        assertThat(served.versions()).hasSize(PUBLISHERS);
        served.versions().forEach(served::tarball);
    }

    /// A client repeats a publish whose answer was lost, so the same bytes again are no conflict.
    @Test
    @Tag("fix")
    void publishRepeatedWithTheSameBytesSucceeds() {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("@acme/repeated");
        alice.publish(source).is(201);

        alice.publish(source).is(201);

        alice.publish(source.with("description", "other")).is(409);
        alice.served("@acme/repeated").tarball("1.0.0");
    }

    @Test
    @Tag("fix")
    void whatWasAcknowledgedSurvivesTenKills() throws InterruptedException {
        Registry running = registry.running();
        var publishers = new StubbornPublishers(running, registry.as("alice"), aPackage("@acme/survivor"), VERSIONS);

        publishers.publishWhile(() -> {
            for (int kill = 0; kill < 10; kill++) {
                publishers.awaitAcknowledged(VERSIONS / 11);
                running.kill();
                running.startAgain();
            }
        });

        assertThat(publishers.refused()).isEmpty();
        var served = registry.as("alice").served("@acme/survivor");
        assertThat(served.versions()).hasSize(VERSIONS).containsAll(publishers.acknowledged());
        served.versions().forEach(served::tarball);
        assertThat(served.tags()).containsKey("latest");
    }

    private static void assertOneWins(String name) {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage(name).withVersion("2.0.0");
        List<Callable<Integer>> publishes = IntStream.range(0, PUBLISHERS)
                .mapToObj(publisher ->
                        (Callable<Integer>) () -> alice.publish(source.with("description", "by " + publisher))
                                .status())
                .toList();

        List<Integer> statuses = Parallel.all(PUBLISHERS, publishes);

        assertThat(statuses).containsOnly(201, 409);
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(1);
        String winner = "by " + statuses.indexOf(201);
        var served = alice.served(name);
        served.tarball("2.0.0");
        assertThat(served.version("2.0.0").path("description").asString()).isEqualTo(winner);
    }
}
