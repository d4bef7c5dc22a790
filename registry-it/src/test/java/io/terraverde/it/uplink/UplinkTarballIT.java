package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.Noise;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RawHttp;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import io.terraverde.it.upstream.UpstreamPackage;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tarballs that arrive while they are sent on.
class UplinkTarballIT {
    private static final byte[] TARBALL = Noise.tarball(2 << 20);
    private static final Upstream upstream = Upstream.start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("maxage", "1h")
            .with("timeout", "1m")
            .registry());

    @AfterEach
    void heal() {
        upstream.script().heal();
    }

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void clientThatGoesDoesNotStopTheFill() {
        String path = aTarball("left-alone").pathOf("1.0.0");
        var gate = new Gate();
        upstream.script().at(path).always(Trouble.holdBody(TARBALL.length / 2, gate));

        try (RawHttp client = RawHttp.connect(registry.running().uri())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n");
            gate.awaitArrival();
        }
        gate.open();

        assertThat(registry.http().get(path).is(200).bytes()).isEqualTo(TARBALL);
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void bytesArriveBeforeTheUpstreamHasSentThemAll() {
        String path = aTarball("streamed").pathOf("1.0.0");
        var gate = new Gate();
        upstream.script().at(path).always(Trouble.holdBody(TARBALL.length / 2, gate));

        try (RawHttp client = RawHttp.connect(registry.running().uri())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

            assertThat(client.firstAnswer().status()).isEqualTo(200);
            gate.open();
            client.answer();
        }
        assertThat(registry.http().get(path).is(200).bytes()).isEqualTo(TARBALL);
    }

    @Test
    void partsAreCutFromTheWhole() {
        for (String name : new String[] {"part-of-the-uncached", "part-of-the-cached"}) {
            String path = aTarball(name).pathOf("1.0.0");
            if (name.endsWith("-cached")) {
                registry.http().get(path).is(200);
            }
            byte[] middle = Arrays.copyOfRange(TARBALL, 500_000, 1_000_000);
            byte[] end = Arrays.copyOfRange(TARBALL, TARBALL.length - 10, TARBALL.length);

            Answer answer =
                    registry.http().get(path, "range", "bytes=500000-999999").is(206);

            assertThat(answer.bytes()).isEqualTo(middle);
            Answer cached = registry.http().get(path, "range", "bytes=-10").is(206);
            assertThat(cached.bytes()).isEqualTo(end);
            assertThat(cached.header("content-range"))
                    .hasValue("bytes " + (TARBALL.length - 10) + "-" + (TARBALL.length - 1) + "/" + TARBALL.length);
            registry.http().get(path, "range", "bytes=" + TARBALL.length + "-").is(416);
            assertThat(upstream.journal().count(path)).isEqualTo(1);
        }
    }

    @Test
    void headersOfATarballAreTheSameBeforeAndAfter() {
        String path = aTarball("headers").pathOf("1.0.0");

        Answer first = registry.http().get(path).is(200);
        Answer second = registry.http().get(path).is(200);
        Answer head = registry.http().head(path).is(200);

        for (String name : new String[] {"content-type", "content-length", "cache-control"}) {
            assertThat(second.header(name)).as(name).isEqualTo(first.header(name));
            assertThat(head.header(name)).as(name).isEqualTo(first.header(name));
        }
    }

    @Test
    void interruptedTransferIsTakenUpWhereItBroke() {
        var itself = aTarball("interrupted");
        String path = itself.pathOf("1.0.0");
        upstream.script().at(path).times(2, Trouble.cutBody(TARBALL.length / 3));

        Answer answer = registry.http().get(path).is(200);

        assertThat(Digests.integrity(answer.bytes())).isEqualTo(Digests.integrity(TARBALL));
        assertThat(upstream.journal().of(path)).hasSizeGreaterThan(1);
    }

    @Test
    void waitersShareOneTransfer() {
        String path = aTarball("shared").pathOf("1.0.0");
        var gate = new Gate();
        upstream.script().at(path).always(Trouble.holdBody(1, gate));

        var early = started(() -> registry.http().get(path).is(200).bytes());
        gate.awaitArrival();
        var late = started(() -> registry.http().get(path).is(200).bytes());
        gate.open();

        assertThat(early.join()).isEqualTo(TARBALL);
        assertThat(late.join()).isEqualTo(TARBALL);
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    /// A package whose packument is known, and whose tarball is not.
    private static UpstreamPackage aTarball(String name) {
        UpstreamPackage itself = upstream.publish(aPackage(name), TARBALL);
        registry.http().served(name);
        return itself;
    }
}
