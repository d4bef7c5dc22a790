package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Patience;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A store that goes away and comes back. One registry has no lease; another one has so long a lease that it cannot run
/// out during a test.
class StoreOutageIT {
    private static final S3Stub stub = BucketSetup.aStub().start();

    @Order(1)
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(BucketSetup.over(stub));

    /// Starts on what the other one wrote: a write of its own takes a lease.
    @Order(2)
    @RegisterExtension
    static final SharedRegistry patient =
            SharedRegistry.with(BucketSetup.over(stub).with("lease: 0", "lease: 60s"));

    @AfterEach
    void storeIsBack() {
        for (Outage each : Outage.values()) {
            each.end(stub);
        }
    }

    @AfterAll
    static void closeStub() {
        stub.close();
    }

    @ParameterizedTest
    @EnumSource
    void startWaitsForTheStore(Outage outage) {
        RegistrySetup setup = BucketSetup.over(stub);
        outage.begin(stub);
        try (var starting = new Starting(setup)) {
            Patience.until("the registry asks in vain", () -> log(setup).contains("store not reached, trying again"));
            outage.end(stub);

            Registry late = starting.awaitAnswering();

            assertThat(Accounts.whoami(Accounts.as(late, "larry"))).isEqualTo("larry");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWithinTheLeaseAreServed(Outage outage) {
        PackageSource source = aPackage("@acme/leased-" + outage.word());
        String token = registry.tokenOf("alice");
        registry.http().as(token).publish(source).is(201);
        RegistryHttp alice = patient.http().as(token);
        byte[] before = alice.get("/" + source.name()).is(200).bytes();

        outage.begin(stub);

        assertThat(alice.get("/" + source.name()).is(200).bytes()).isEqualTo(before);
        assertThat(Accounts.whoami(alice)).isEqualTo("alice");
    }

    @ParameterizedTest
    @EnumSource
    void readsAfterTheLeaseAreToBeRepeated(Outage outage) {
        RegistryHttp alice = registry.as("alice");
        alice.publish(aPackage("down-read")).is(201);
        alice.get("/down-read").is(200);

        outage.begin(stub);

        assertToBeRepeated(registry.http().get("/down-read"));
        assertToBeRepeated(registry.http().get("/down-read/-/down-read-1.0.0.tgz"));
        assertToBeRepeated(alice.get("/-/whoami"));
        assertToBeRepeated(registry.http().get("/-/v1/search?text=down"));
    }

    @ParameterizedTest
    @EnumSource
    void writesAreToBeRepeated(Outage outage) {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("down-write-" + outage.word());
        alice.publish(source).is(201);

        outage.begin(stub);

        assertToBeRepeated(alice.publish(source.withVersion("1.1.0")));
        assertToBeRepeated(alice.put("/-/package/" + source.name() + "/dist-tags/beta", "\"1.0.0\""));
        assertToBeRepeated(Accounts.register(registry.http(), "dora-" + outage.word()));
        assertToBeRepeated(Accounts.createToken(alice));
        assertToBeRepeated(registry.http().post("/-/v1/login", "{}"));

        outage.end(stub);

        assertThat(alice.served(source.name()).versions()).containsExactly("1.0.0");
        assertThat(alice.served(source.name()).tags()).containsOnlyKeys("latest");
        assertThat(Accounts.tokens(alice)).isEmpty();
        Accounts.register(registry.http(), "dora-" + outage.word()).is(201);
        alice.publish(source.withVersion("1.1.0")).is(201);
    }

    @ParameterizedTest
    @EnumSource
    void healthTellsTheTruth(Outage outage) {
        registry.http().get("/-/health/ready").is(200);

        outage.begin(stub);

        Patience.until("not ready", () -> registry.http().get("/-/health/ready").status() == 503);
        assertThat(registry.http().get("/-/health/ready").error())
                .contains("not ready")
                .contains("store");
        registry.http().get("/-/health/live").is(200);
        registry.http().get("/-/ping").is(200);
        registry.http().get("/-/metrics").is(200);

        outage.end(stub);

        Patience.until(
                "ready again", () -> registry.http().get("/-/health/ready").status() == 200);
    }

    @Test
    void nothingIsLostOverManyOutages() {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("up-and-down");
        for (int patch = 0; patch < 4; patch++) {
            alice.publish(source.withVersion("1.0." + patch)).is(201);
            stub.down();
            assertToBeRepeated(alice.publish(source.withVersion("2.0." + patch)));
            stub.up();
        }

        var served = alice.served("up-and-down");

        assertThat(served.versions()).containsExactly("1.0.0", "1.0.1", "1.0.2", "1.0.3");
        served.versions().forEach(served::tarball);
    }

    private static void assertToBeRepeated(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.error()).as(answer.toString()).isNotEmpty();
        assertThat(answer.header("retry-after"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
    }

    private static String log(RegistrySetup setup) {
        Path log = setup.folder().resolve("registry.log");
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /// A registry that is being started, and ended in any case.
    private static final class Starting implements AutoCloseable {
        private final CompletableFuture<Registry> started;

        Starting(RegistrySetup setup) {
            started = CompletableFuture.supplyAsync(() -> Registry.start(setup));
        }

        Registry awaitAnswering() {
            return started.join();
        }

        /// `Registry.start` is bounded, and kills what does not answer.
        @Override
        public void close() {
            boolean _ = started.thenAccept(Registry::close)
                    .handle((_, failure) -> failure == null)
                    .join();
        }
    }
}
