package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Parallel;
import io.terraverde.it.shell.Patience;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Gate;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A store that takes longer for everything than the registry waits for it.
class SlowStoreIT {
    private static final int CLIENTS = 64;

    /// The registry waits five seconds.
    private static final Duration TOO_LONG = Duration.ofSeconds(15);

    private static final S3Stub stub = BucketSetup.aStub().start();

    @RegisterExtension
    static final SharedRegistry registry =
            SharedRegistry.with(BucketSetup.over(stub).with("timeout: 10s", "timeout: 5s"));

    @AfterEach
    void heal() {
        stub.script().heal();
    }

    @AfterAll
    static void closeStub() {
        stub.close();
    }

    @Test
    void everybodyIsAnsweredAndNothingIsLost() {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("slow")).is(201);
        stub.script().onAny().always().then(S3Fault.delay(TOO_LONG));

        List<Integer> statuses = Parallel.all(CLIENTS, requests(alice));
        stub.script().heal();

        assertThat(statuses).containsOnly(503);
        registry.http().get("/slow").is(200);
        registry.http().get("/slow/-/slow-1.0.0.tgz").is(200);
        for (int client = 0; client < CLIENTS; client += 4) {
            PackageSource source = aPackage("slow-" + client);
            alice.publish(source).is(201);
            alice.served(source.name()).tarball("1.0.0");
            assertThat(Accounts.whoami(Accounts.as(registry.running(), "slow-" + client)))
                    .isEqualTo("slow-" + client);
        }
    }

    /// A request that does not need the store is answered while all others wait for it, and no thread of the
    /// platform waits with them.
    @Test
    void othersAreServedWhileTheStoreIsSilent() throws InterruptedException {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("silent")).is(201);
        int threadsBefore = threads();
        var gate = new S3Gate();
        stub.script().onAny().always().then(S3Fault.hold(gate));
        var waiting = CompletableFuture.supplyAsync(() -> Parallel.all(CLIENTS, requests(alice)));
        gate.awaitArrivals(8);

        for (String path : List.of("/-/ping", "/-/health/live", "/-/metrics")) {
            registry.http().get(path).is(200);
        }
        int threadsMeanwhile = threads();
        List<Integer> statuses = waiting.join();
        gate.open();

        assertThat(threadsMeanwhile).isLessThan(threadsBefore + CLIENTS / 2);
        assertThat(statuses).containsOnly(503);
    }

    @Test
    void readinessSaysSo() {
        stub.script().onAny().always().then(S3Fault.delay(TOO_LONG));

        Patience.until("not ready", () -> registry.http().get("/-/health/ready").status() == 503);
        registry.http().get("/-/health/live").is(200);
        stub.script().heal();
        Patience.until(
                "ready again", () -> registry.http().get("/-/health/ready").status() == 200);
    }

    /// Packages, tarballs, publishes and logins, each for itself.
    private static List<Callable<Integer>> requests(RegistryHttp alice) {
        List<Callable<Integer>> requests = new ArrayList<>();
        IntStream.range(0, CLIENTS)
                .forEach(client -> requests.add(() -> switch (client % 4) {
                    case 0 -> alice.publish(aPackage("slow-" + client)).status();
                    case 1 -> registry.http().get("/slow").status();
                    case 2 -> registry.http().get("/slow/-/slow-1.0.0.tgz").status();
                    default ->
                        Accounts.register(registry.http(), "slow-" + (client - 3))
                                .status();
                }));
        return requests;
    }

    private static int threads() {
        Answer metrics = registry.http().get("/-/metrics").is(200);
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("jvm_threads_live"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToInt(number -> (int) Double.parseDouble(number))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no threads in the metrics"));
    }
}
