package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.Noise;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Parallel;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.io.InputStream;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Many who want the same large thing that nobody has yet.
class UplinkLoadIT {
    private static final Upstream upstream = Upstream.start();

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void tarballOf50MegabytesIsFetchedOnceForAll() {
        byte[] tarball = Noise.tarball(50 << 20);
        var itself = upstream.publish(aPackage("large"), tarball);
        String path = itself.pathOf("1.0.0");
        var gate = new Gate();
        upstream.script().at(path).always(Trouble.holdBody(tarball.length / 2, gate));
        try (Registry registry = Registry.start(UplinkSetup.before(upstream.uri())
                .with("timeout", "1m")
                .registry()
                .withJvm("-Xmx256m"))) {
            registry.http().served("large");
            Callable<String> client = () -> {
                try (InputStream body = registry.http().open(path)) {
                    return LargePackage.integrity(body);
                }
            };

            var digests = CompletableFuture.supplyAsync(() -> Parallel.all(64, Collections.nCopies(64, client)));
            gate.awaitArrival();
            gate.open();

            assertThat(digests.join()).hasSize(64).containsOnly(Digests.integrity(tarball));
            assertThat(upstream.journal().count(path)).isEqualTo(1);
            assertThat(registry.isAlive()).isTrue();
        }
    }

    @Test
    void packumentOf40MegabytesIsFetchedOnceForAll() {
        byte[] tarball = aPackage("long").tarball();
        PackageSource source = aPackage("long").with("description", Noise.hex(5_000));
        for (int patch = 0; patch < 4000; patch++) {
            upstream.publish(source.withVersion("1.0." + patch), tarball);
        }
        var gate = new Gate();
        upstream.script().at("/long").always(Trouble.hold(gate));
        try (Registry registry = Registry.start(UplinkSetup.before(upstream.uri())
                .with("timeout", "1m")
                .with("maxage", "1h")
                .registry()
                .withJvm("-Xmx512m"))) {
            Callable<String> client = () -> {
                try (InputStream body = registry.http().open("/long")) {
                    return LargePackage.integrity(body);
                }
            };

            var digests = CompletableFuture.supplyAsync(() -> Parallel.all(20, Collections.nCopies(20, client)));
            gate.awaitArrival();
            gate.open();

            assertThat(digests.join()).hasSize(20).containsOnly(digests.join().getFirst());
            assertThat(upstream.journal().count("/long")).isEqualTo(1);
            assertThat(registry.http()
                            .get("/long/1.0.3999")
                            .is(200)
                            .json()
                            .path("version")
                            .asString())
                    .isEqualTo("1.0.3999");
        }
    }
}
