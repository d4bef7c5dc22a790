package io.terraverde.it.uplink;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.client.Npm;
import io.terraverde.it.client.Project;
import io.terraverde.it.content.Digests;
import io.terraverde.it.content.Noise;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RawAnswer;
import io.terraverde.it.http.RawHttp;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Parallel;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.upstream.Gate;
import io.terraverde.it.upstream.Request;
import io.terraverde.it.upstream.Trouble;
import io.terraverde.it.upstream.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees of files outside, served from here: one that is called `files` and believes only what never changes,
/// and one that is called `node` and is configured with nothing but its address.
class MirrorIT {
    private static final byte[] FILE = Noise.tarball(2 << 20);
    private static final Upstream upstream = Upstream.start();

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(UplinkSetup.before(upstream.uri())
            .with("maxage", "1h")
            .terraverde("mirrors:")
            .terraverde("  node: {url: '" + upstream.uri() + "/dist/'}")
            .terraverde("  files: {url: '" + upstream.uri()
                    + "/files', immutable: ['releases/**'], maxage: 0s, max_fails: 1000000}")
            .registry());

    @AfterEach
    void heal() {
        upstream.script().heal();
        upstream.comeUp();
    }

    @AfterAll
    static void close() {
        upstream.close();
    }

    @Test
    void nativeModuleIsBuiltWhileTheUpstreamIsDown() {
        NativeModule.requireTools();
        PackageSource module = aPackage("native-module");
        upstream.publish(module, NativeModule.tarballOf(module));
        List<String> headers = NativeModule.publishHeaders(upstream, "/dist");

        assertThat(built(module)).containsExactly("native", "42");
        assertThat(headers)
                .allSatisfy(path -> assertThat(upstream.journal().count(path)).isEqualTo(1));
        long asked = requestsToUpstreams();
        upstream.goDown();

        assertThat(built(module)).containsExactly("native", "42");
        assertThat(asked).isPositive();
        assertThat(requestsToUpstreams()).isEqualTo(asked);
    }

    @Test
    void whatNeverChangesIsNeverAskedForAgain() {
        String path = aFile("/releases/1.0.0/tool.tar.gz");

        Answer first = registry.http().get(mirrored(path)).is(200);
        upstream.put(path, new byte[] {1});
        Answer second = registry.http().get(mirrored(path)).is(200);

        assertThat(first.bytes()).isEqualTo(FILE);
        assertThat(second.bytes()).isEqualTo(FILE);
        assertThat(second.header("etag")).isEqualTo(first.header("etag"));
        assertThat(second.header("cache-control")).hasValue("public, max-age=31536000, immutable");
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void withoutPatternsAFolderOfAVersionNeverChanges() {
        upstream.put("/dist/v1.2.3/SHASUMS256.txt", FILE);
        upstream.put("/dist/index.json", FILE);

        Answer ofAVersion =
                registry.http().get("/-/mirror/node/v1.2.3/SHASUMS256.txt").is(200);
        Answer ofAll = registry.http().get("/-/mirror/node/index.json").is(200);

        assertThat(ofAVersion.header("cache-control")).hasValue("public, max-age=31536000, immutable");
        assertThat(ofAll.header("cache-control")).hasValue("no-cache");
    }

    @Test
    void whatMayChangeIsAskedForAgainAndComesOnlyWhenItDid() {
        String path = "/files/index.json";
        byte[] first = "[1]".getBytes(UTF_8);
        byte[] second = "[1, 2]".getBytes(UTF_8);
        upstream.put(path, first);

        assertThat(registry.http().get(mirrored(path)).is(200).bytes()).isEqualTo(first);
        awaitCopy(path);
        assertThat(registry.http().get(mirrored(path)).is(200).bytes()).isEqualTo(first);
        assertThat(upstream.journal().of(path).getLast().header("if-none-match"))
                .hasValue("\"" + Digests.shasum(first) + "\"");

        upstream.put(path, second);
        Patience.until(
                "the other content arrives",
                () -> Arrays.equals(registry.http().get(mirrored(path)).is(200).bytes(), second));
    }

    @Test
    void oldCopyIsServedWhileTheUpstreamIsDown() {
        String path = aFile("/latest.tar.gz");
        awaitCopy(path);

        upstream.goDown();

        assertThat(registry.http().get(mirrored(path)).is(200).bytes()).isEqualTo(FILE);
    }

    @Test
    void manyClientsShareOneFetch() throws IOException {
        String path = "/files/releases/large.tar.gz";
        byte[] large = Noise.tarball(8 << 20);
        upstream.put(path, large);
        var gate = new Gate();
        upstream.script().at(path).always(Trouble.holdBody(1 << 20, gate));

        var downloads = new ArrayList<InputStream>();
        for (int client = 0; client < 16; client++) {
            downloads.add(registry.http().open(mirrored(path)));
        }
        gate.open();

        List<Callable<String>> reads = downloads.stream()
                .<Callable<String>>map(each -> () -> sumOf(each))
                .toList();
        assertThat(Parallel.all(16, reads)).hasSize(16).containsOnly(Digests.integrity(large));
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void interruptedTransferIsTakenUpWhereItBroke() {
        String path = aFile("/releases/interrupted.tar.gz");
        upstream.script().at(path).times(2, Trouble.cutBody(FILE.length / 3));

        Answer answer = registry.http().get(mirrored(path)).is(200);

        assertThat(Digests.integrity(answer.bytes())).isEqualTo(Digests.integrity(FILE));
        List<Request> requests = upstream.journal().of(path);
        assertThat(requests).hasSize(3);
        assertThat(requests.getFirst().header("range")).isEmpty();
        assertThat(requests.subList(1, 3))
                .allSatisfy(request ->
                        assertThat(request.header("range").orElse("")).matches("bytes=[1-9][0-9]*-"));
    }

    @Test
    void partsAreCutFromTheWhole() {
        String path = aFile("/releases/parts.tar.gz");
        registry.http().get(mirrored(path)).is(200);

        Answer middle = registry.http()
                .get(mirrored(path), "range", "bytes=500000-999999")
                .is(206);
        Answer end = registry.http().get(mirrored(path), "range", "bytes=-10").is(206);

        assertThat(middle.bytes()).isEqualTo(Arrays.copyOfRange(FILE, 500_000, 1_000_000));
        assertThat(middle.header("content-range")).hasValue("bytes 500000-999999/" + FILE.length);
        assertThat(end.bytes()).isEqualTo(Arrays.copyOfRange(FILE, FILE.length - 10, FILE.length));
        registry.http()
                .get(mirrored(path), "range", "bytes=" + FILE.length + "-")
                .is(416);
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void partOfAFileThatIsNotKeptIsServed() {
        String path = aFile("/releases/part-first.tar.gz");

        Answer answer = registry.http()
                .get(mirrored(path), "range", "bytes=500000-999999")
                .is(206);

        assertThat(answer.bytes()).isEqualTo(Arrays.copyOfRange(FILE, 500_000, 1_000_000));
        assertThat(registry.http().get(mirrored(path)).is(200).bytes()).isEqualTo(FILE);
        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void whatTheUpstreamDoesNotHaveIs404() {
        String path = "/files/releases/never.tar.gz";

        assertThat(registry.http().get(mirrored(path)).is(404).error()).contains("mirror \"files\"");
        registry.http().get(mirrored(path)).is(404);

        assertThat(upstream.journal().count(path)).isEqualTo(1);
    }

    @Test
    void failureNamesTheMirrorAndPassesWithTheUpstreamsTrouble() {
        String wrong = aFile("/releases/wrong.tar.gz");
        String busy = aFile("/releases/busy.tar.gz");
        String away = aFile("/releases/away.tar.gz");
        upstream.script().at(wrong).always(Trouble.status(500));
        upstream.script().at(busy).always(Trouble.status(503, Duration.ofSeconds(7)));

        failsWith(502, wrong);
        assertThat(failsWith(503, busy).header("retry-after")).hasValue("7");
        upstream.goDown();
        failsWith(503, away);
        upstream.comeUp();
        upstream.script().heal();

        for (String path : List.of(wrong, busy, away)) {
            Patience.until(
                    path + " is served",
                    () -> registry.http().get(mirrored(path)).status() == 200);
        }
    }

    @Test
    void unknownMirrorIs404() {
        int asked = upstream.journal().all().size();

        assertThat(registry.http()
                        .get("/-/mirror/nobodys/releases/1.0.0/tool.tar.gz")
                        .is(404)
                        .error())
                .contains("mirror");

        assertThat(upstream.journal().all()).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/-/mirror/files/../secret",
                "/-/mirror/files/releases/../../secret",
                "/-/mirror/files/%2e%2e/secret",
                "/-/mirror/files/%2E./secret",
                "/-/mirror/files/..%2fsecret",
                "/-/mirror/files/releases/%2e%2e%2f%2e%2e%2fsecret",
                "/-/mirror/files/..%5csecret",
                "/-/mirror/files//secret",
                "/-/mirror/files//../secret",
                "/-/mirror/files/releases//../../secret",
                "/-/mirror/../secret",
                "/-/mirror/%2e%2e/secret",
                "/-/mirror/..%2fsecret",
            })
    void noPathLeavesTheMirror(String path) {
        upstream.put("/secret", "of nobody here".getBytes(UTF_8));
        upstream.put("/files/secret", "of nobody here".getBytes(UTF_8));
        int asked = upstream.journal().all().size();

        RawAnswer answer = RawHttp.get(registry.running().uri(), path, "");

        assertThat(answer.status()).isIn(400, 404);
        assertThat(upstream.journal().all()).hasSize(asked);
        registry.http().get("/-/mirror/files/secret").is(200);
    }

    /// Installs the module by a client that has nothing yet, neither packages nor headers, and gives what it
    /// says.
    private static List<String> built(PackageSource module) {
        var project = Project.using(module.name(), module.version());
        Npm.eleven(registry.running())
                .run(
                        project.folder(),
                        "install",
                        "--disturl=" + registry.running().uri() + "/-/mirror/node")
                .succeeded();
        return project.loads(module.name());
    }

    /// All requests to uplinks and mirrors, those that reached nobody too.
    private static long requestsToUpstreams() {
        return registry.http()
                .get("/-/metrics")
                .is(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("uplink_requests_total{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Answer failsWith(int status, String path) {
        Answer answer = registry.http().get(mirrored(path)).is(status);
        assertThat(answer.error()).contains("mirror \"files\"");
        assertThat(answer.header("retry-after")).isPresent();
        return answer;
    }

    /// Asks for a file that may change until there is a copy of it. A client has the last byte before that;
    /// whoever asks in between shares the fetch.
    private static void awaitCopy(String path) {
        Patience.until("there is a copy of " + path, () -> {
            registry.http().get(mirrored(path)).is(200);
            return upstream.journal().of(path).getLast().header("if-none-match").isPresent();
        });
    }

    /// A new file of the upstream's tree.
    ///
    /// @param path below the top of the tree
    /// @return its path at the upstream
    private static String aFile(String path) {
        upstream.put("/files" + path, FILE);
        return "/files" + path;
    }

    /// Where the registry has what the upstream has at this path.
    private static String mirrored(String path) {
        return "/-/mirror" + path;
    }

    private static String sumOf(InputStream download) throws IOException {
        try (download) {
            return Digests.integrity(download.readAllBytes());
        }
    }
}
