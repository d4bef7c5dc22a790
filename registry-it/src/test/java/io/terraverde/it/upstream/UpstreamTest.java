package io.terraverde.it.upstream;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The upstream is as good and as bad as it is told to be; else a test with it would show nothing.
class UpstreamTest {
    private static final String TARBALL = "/@acme/base/-/base-1.0.0.tgz";

    private final Upstream upstream = Upstream.start();
    private final RegistryHttp http = RegistryHttp.to(upstream.uri());
    private final UpstreamPackage base = upstream.publish(aPackage("@acme/base"));

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void servesAPackageAndItsTarball() {
        var served = http.served("@acme/base");

        served.tarball("1.0.0");
        assertThat(served.tags()).containsEntry("latest", "1.0.0");
        http.get("/@acme/other").is(404);
    }

    @Test
    void confirmsWhatIsKnownUntilItChanges() {
        String etag = http.get("/@acme/base").header("etag").orElseThrow();

        http.get("/@acme/base", "if-none-match", etag).is(304);
        base.deprecate("1.0.0", "too old");

        http.get("/@acme/base", "if-none-match", etag).is(200);
        assertThat(http.served("@acme/base").deprecated()).containsEntry("1.0.0", "too old");
    }

    @Test
    void compressesPackuments() {
        byte[] plain = http.get("/@acme/base").bytes();

        Answer zipped = http.get("/@acme/base", "accept-encoding", "gzip");

        assertThat(zipped.header("content-encoding")).hasValue("gzip");
        assertThat(zipped.bytes()).isEqualTo(Trouble.gzip(plain));
    }

    @Test
    void sendsTheRestOfATarball() {
        byte[] whole = http.get(TARBALL).bytes();

        Answer rest = http.get(TARBALL, "range", "bytes=100-");

        assertThat(rest.is(206).bytes()).isEqualTo(Arrays.copyOfRange(whole, 100, whole.length));
        http.get(TARBALL, "range", "bytes=" + whole.length + "-").is(416);
    }

    @Test
    void confirmsAFileUntilItIsAnother() {
        upstream.put("/dist/index.json", new byte[] {1});
        String etag = http.get("/dist/index.json").is(200).header("etag").orElseThrow();
        http.get("/dist/index.json", "if-none-match", etag).is(304);

        upstream.put("/dist/index.json", new byte[] {2});

        Answer other = http.get("/dist/index.json", "if-none-match", etag).is(200);
        assertThat(other.bytes()).containsExactly(2);
    }

    @Test
    void cutsAtAnyByteOfTheHeadAndOfTheBody() {
        for (Trouble cut : List.of(Trouble.cut(0), Trouble.cut(20), Trouble.cutBody(0), Trouble.cutBody(100))) {
            upstream.script().at(TARBALL).always(cut);
            assertThatThrownBy(() -> http.get(TARBALL)).as(cut.toString()).isInstanceOf(UncheckedIOException.class);
            upstream.script().heal();
            http.get(TARBALL).is(200);
        }
    }

    @Test
    void holdsAnAnswerUntilTheGateOpens() {
        var gate = new Gate();
        upstream.script().at(TARBALL).once(Trouble.holdBody(10, gate));

        var waiting = CompletableFuture.supplyAsync(() -> http.get(TARBALL));
        gate.awaitArrival();

        assertThat(waiting).isNotDone();
        gate.open();
        assertThat(waiting.join().bytes()).isEqualTo(http.get(TARBALL).bytes());
    }

    @Test
    void slowAnswersAreWhole() {
        upstream.script().at(TARBALL).once(Trouble.slow(50, Duration.ofMillis(1)));

        assertThat(http.get(TARBALL).bytes()).isEqualTo(http.get(TARBALL).bytes());
    }

    @Test
    void liesAsOftenAsItIsToldTo() {
        upstream.script().at("/@acme/base").times(2, Trouble.status(503, Duration.ofSeconds(7)));
        upstream.script().everywhere().always(Trouble.wrongName());

        for (int time = 0; time < 2; time++) {
            assertThat(http.get("/@acme/base").is(503).header("retry-after")).hasValue("7");
        }
        assertThat(http.get("/@acme/base").json().path("name").asString()).isEqualTo("somebody-else");
        upstream.script().heal();
        assertThat(http.get("/@acme/base").json().path("name").asString()).isEqualTo("@acme/base");
    }

    @Test
    void goesDownAndComesUpAtTheSameAddress() {
        upstream.goDown();
        assertThatThrownBy(() -> http.get(TARBALL)).isInstanceOf(UncheckedIOException.class);

        upstream.comeUp();

        http.get(TARBALL).is(200);
    }

    @Test
    void remembersWhatItWasAsked() {
        http.get("/@acme%2fbase", "via", "1.1 somebody");
        http.get("/@acme/base");

        assertThat(upstream.journal().count("/@acme/base")).isEqualTo(2);
        assertThat(upstream.journal().values("via")).containsExactly("1.1 somebody");
    }

    @Test
    void takesAVersionBack() {
        upstream.publish(aPackage("@acme/base").withVersion("1.1.0"));

        base.unpublish("1.0.0").tag("old", "1.1.0");

        assertThat(http.served("@acme/base").versions()).containsExactly("1.1.0");
        http.get(TARBALL).is(404);
    }
}
