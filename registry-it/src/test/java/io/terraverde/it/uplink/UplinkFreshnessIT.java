package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.http.Answer;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Parallel;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Request;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// When the upstream is asked: as seldom as `maxage` allows, once for all who wait, and, by default, without
/// letting anybody wait who can be served from what is at hand.
class UplinkFreshnessIT {
    private static final int CLIENTS = 32;
    private static final Upstream upstream = Upstream.start();

    /// Asks again after an hour.
    @RegisterExtension
    static final SharedRegistry lasting = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("timeout", "1m")
            .with("maxage", "1h")
            .cache("notFound", "1h")
            .terraverde("admins: [ops]")
            .registry());

    /// Asks again every time, behind the back of whoever asks.
    @RegisterExtension
    static final SharedRegistry swift = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("timeout", "1m")
            .with("maxage", "1ms")
            .cache("staleWhileRevalidate", "1h")
            .registry());

    /// Asks again every time, and whoever asks waits.
    @RegisterExtension
    static final SharedRegistry strict = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("timeout", "1m")
            .cache("notFound", "0s")
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
    void youngPackumentIsNotAskedForAgain() {
        upstream.publish(aPackage("young"));
        lasting.http().served("young");
        upstream.publish(aPackage("young").withVersion("1.1.0"));

        ServedPackage again = lasting.http().served("young");

        assertThat(again.versions()).containsExactly("1.0.0");
        assertThat(upstream.journal().count("/young")).isEqualTo(1);
    }

    @Test
    void missingPackageIsNotAskedForAgainAtOnce() {
        lasting.http().get("/nowhere").is(404);
        lasting.http().get("/nowhere").is(404);
        lasting.http().get("/nowhere/1.0.0").is(404);

        assertThat(upstream.journal().count("/nowhere")).isEqualTo(1);
    }

    @Test
    void missingPackageIsFoundAsSoonAsItIsThere() {
        strict.http().get("/late").is(404);
        upstream.publish(aPackage("late"));

        strict.http().served("late").tarball("1.0.0");
    }

    @Test
    void whatIsAtHandWaitsForNobody() {
        upstream.publish(aPackage("warm"));
        swift.http().served("warm");
        upstream.publish(aPackage("warm").withVersion("1.1.0"));
        var gate = new Gate();
        upstream.script().at("/warm").always(Trouble.hold(gate));

        Patience.until("the upstream is asked", () -> {
            assertThat(swift.http().served("warm").versions()).containsExactly("1.0.0");
            return upstream.journal().count("/warm") > 1;
        });
        gate.awaitArrival();

        assertThat(swift.http().served("warm").versions()).containsExactly("1.0.0");
        gate.open();
        Patience.until(
                "the answer is used",
                () -> swift.http().served("warm").versions().contains("1.1.0"));
    }

    @Test
    void whoIsToldToWaitWaits() {
        upstream.publish(aPackage("waited-for"));
        strict.http().served("waited-for");
        upstream.publish(aPackage("waited-for").withVersion("1.1.0"));
        var gate = new Gate();
        upstream.script().at("/waited-for").always(Trouble.hold(gate));

        var waiting = started(() -> strict.http().served("waited-for"));
        gate.awaitArrival();

        assertThat(waiting).isNotDone();
        gate.open();
        assertThat(waiting.join().versions()).containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void confirmedStateKeepsItsEntityTags() {
        upstream.publish(aPackage("same"));
        Answer full = strict.http().get("/same");
        Answer abbreviated = strict.http().get("/same", "accept", "application/vnd.npm.install-v1+json");

        strict.http()
                .get("/same", "if-none-match", full.header("etag").orElseThrow())
                .is(304);
        strict.http()
                .send(strict.http()
                        .request("/same")
                        .header("accept", "application/vnd.npm.install-v1+json")
                        .header("if-none-match", abbreviated.header("etag").orElseThrow()))
                .is(304);

        assertThat(strict.http().get("/same").header("last-modified")).isEqualTo(full.header("last-modified"));
        List<Request> asked = upstream.journal().of("/same");
        assertThat(asked.getFirst().header("if-none-match")).isEmpty();
        assertThat(asked.subList(1, asked.size()))
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.header("if-none-match")).isPresent());
    }

    @Test
    void changesArrive() {
        var itself = upstream.publish(aPackage("changing"));
        upstream.publish(aPackage("changing").withVersion("1.1.0"));
        assertThat(strict.http().served("changing").tags()).containsEntry("latest", "1.1.0");

        itself.deprecate("1.0.0", "too old").tag("next", "1.1.0");
        upstream.publish(aPackage("changing").withVersion("1.2.0"));

        ServedPackage served = strict.http().served("changing");
        assertThat(served.deprecated()).containsExactly(Map.entry("1.0.0", "too old"));
        assertThat(served.tags()).containsEntry("latest", "1.2.0").containsEntry("next", "1.1.0");
        served.versions().forEach(served::tarball);
    }

    @Test
    void manyWhoAskAtOnceAreOneRequest() {
        upstream.publish(aPackage("wanted"));
        var gate = new Gate();
        upstream.script().at("/wanted").always(Trouble.hold(gate));
        Callable<String> client = () -> lasting.http().get("/wanted").is(200).text();

        var waiting = started(() -> Parallel.all(CLIENTS, Collections.nCopies(CLIENTS, client)));
        gate.awaitArrival();
        gate.open();

        assertThat(Set.copyOf(waiting.join())).hasSize(1);
        assertThat(upstream.journal().count("/wanted")).isEqualTo(1);
    }

    @Test
    void purgeMakesItAskAgain() {
        upstream.publish(aPackage("purged"));
        lasting.http().served("purged").tarball("1.0.0");
        Patience.until("the tarball is kept", () -> isKept("purged-1.0.0.tgz"));
        upstream.publish(aPackage("purged").withVersion("1.1.0"));

        lasting.http().delete("/-/terraverde/cache/purged").is(401);
        lasting.as("alice").delete("/-/terraverde/cache/purged").is(403);
        assertThat(lasting.http().served("purged").versions()).containsExactly("1.0.0");
        Answer purge = lasting.as("ops").delete("/-/terraverde/cache/purged");

        assertThat(purge.status()).as(purge.toString()).isBetween(200, 204);
        ServedPackage served = lasting.http().served("purged");
        assertThat(served.versions()).containsExactly("1.0.0", "1.1.0");
        served.tarball("1.0.0");
        assertThat(upstream.journal().count("/purged/-/purged-1.0.0.tgz")).isEqualTo(2);
    }

    @Test
    void cacheCanBeDeletedWhileItIsUsed() {
        var cache = lasting.running().storage().resolve(".terraverde/cache");
        upstream.publish(aPackage("deleted"));
        lasting.http().served("deleted").tarball("1.0.0");
        assertThat(cache).isNotEmptyDirectory();
        Callable<Integer> client = () -> {
            lasting.http().served("deleted").tarball("1.0.0");
            return 200;
        };

        var reading = started(() -> Parallel.all(4, Collections.nCopies(100, client)));
        Patience.until("the cache is deleted", () -> isDeleted(cache));

        assertThat(reading.join()).containsOnly(200);
        upstream.publish(aPackage("after-the-deletion"));
        lasting.http().served("after-the-deletion").tarball("1.0.0");
        lasting.http().served("deleted").tarball("1.0.0");
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    /// Whether the cache has a file of that name; it comes there behind the back of who asks for it.
    private static boolean isKept(String file) {
        try (Stream<Path> all = Files.walk(lasting.running().storage().resolve(".terraverde/cache"))) {
            return all.anyMatch(each -> each.endsWith(file));
        } catch (IOException | UncheckedIOException e) {
            // Something went while it was looked at.
            return false;
        }
    }

    /// A folder cannot be deleted while somebody writes into it.
    private static boolean isDeleted(Path folder) {
        try {
            Folders.delete(folder);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
