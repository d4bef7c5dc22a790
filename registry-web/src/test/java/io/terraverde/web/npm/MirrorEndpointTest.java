package io.terraverde.web.npm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.terraverde.cache.CacheStore;
import io.terraverde.core.Caller;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.tarball.SpoolFolder;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.DownloadLimits;
import io.terraverde.uplink.Mirror;
import io.terraverde.uplink.MirrorFiles;
import io.terraverde.uplink.MirrorLimits;
import io.terraverde.uplink.SharedDownloads;
import io.terraverde.uplink.UpstreamAnswer;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamRequest;
import io.terraverde.web.http.AccessLog;
import io.terraverde.web.http.Draining;
import io.terraverde.web.http.ErrorAnswers;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.HttpLimits;
import io.terraverde.web.http.HttpMetrics;
import io.terraverde.web.http.HttpServer;
import io.terraverde.web.http.HttpSetup;
import io.terraverde.web.http.Listen;
import io.terraverde.web.http.PublicUrl;
import io.terraverde.web.http.Router;
import io.terraverde.web.http.TrustProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorEndpointTest {
    private static final String HEADERS = "/dist/v24.1.0/node-v24.1.0-headers.tar.gz";
    private static final byte[] BYTES = new byte[100_000];
    private static final Instant MODIFIED = Instant.parse("2026-03-04T05:06:07Z");

    static {
        new Random(1).nextBytes(BYTES);
    }

    private final Map<String, UpstreamAnswer> has = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    MirrorEndpointTest(@TempDir Path directory) {
        FakeTime time = new FakeTime();
        var downloads =
                new SharedDownloads(new SpoolFolder(directory), DownloadLimits.USUAL, time, time, new Random(1));
        var files = new MirrorFiles(
                new CacheStore(new InMemoryBlobStore(new ManualClock()), ""),
                downloads,
                new MirrorLimits(1 << 20, Duration.ofSeconds(30), Duration.ofDays(30), Duration.ofMinutes(1)),
                new ManualClock(),
                time,
                new Random(1));
        var mirrors = new MirrorEndpoint(List.of(mirror("node", "$all"), mirror("inner", "$authenticated")), files);
        server = serverOf(Router.builder()
                .get("/-/mirror/{name}", mirrors)
                .get("/-/mirror/{name}/{path...}", mirrors)
                .build());
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void fileIsServedAsTheServerHasItAndKept() throws Exception {
        serves(HEADERS, "application/gzip", BYTES);

        HttpResponse<byte[]> first = get("/-/mirror/node/v24.1.0/node-v24.1.0-headers.tar.gz");
        HttpResponse<byte[]> second = get("/-/mirror/node/v24.1.0/node-v24.1.0-headers.tar.gz");

        assertThat(List.of(first, second)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(BYTES);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/gzip");
            assertThat(answer.headers().firstValue("Content-Length")).contains("100000");
            assertThat(answer.headers().firstValue("ETag")).contains("\"t1\"");
            assertThat(answer.headers().firstValue("Last-Modified")).contains("Wed, 04 Mar 2026 05:06:07 GMT");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        });
        assertThat(asked).containsExactly(HEADERS);
    }

    @Test
    void listingIsServedSoThatNothingOfItRuns() throws Exception {
        serves("/dist/", "text/html", "<a href=\"v24.1.0/\">".getBytes(StandardCharsets.UTF_8));

        HttpResponse<byte[]> answer = get("/-/mirror/node/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
    }

    @Test
    void folderWithItsSlashIsAnotherPlace() throws Exception {
        serves("/dist/v24.1.0/", "text/html", new byte[] {1});
        serves("/dist/v24.1.0", "text/plain", new byte[] {2});

        assertThat(get("/-/mirror/node/v24.1.0/").body()).containsExactly(1);
        assertThat(get("/-/mirror/node/v24.1.0").body()).containsExactly(2);
    }

    @Test
    void mirrorWithoutASlashLeadsToItsTop() throws Exception {
        HttpResponse<byte[]> answer = get("/-/mirror/node");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("node/");
    }

    @Test
    void partsAreServed() throws Exception {
        serves(HEADERS, "application/gzip", BYTES);
        String path = "/-/mirror/node/v24.1.0/node-v24.1.0-headers.tar.gz";

        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = get(path, "Range", "bytes=10-19");
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
            assertThat(get(path, "Range", "bytes=-5").body())
                    .isEqualTo(Arrays.copyOfRange(BYTES, BYTES.length - 5, BYTES.length));
        }
        assertThat(get(path, "Range", "bytes=100000-").statusCode()).isEqualTo(416);
        assertThat(get(path, "If-None-Match", "\"t1\"").statusCode()).isEqualTo(304);
    }

    @Test
    void headHasNoBody() throws Exception {
        serves(HEADERS, "application/gzip", BYTES);

        HttpResponse<byte[]> answer =
                send(HttpRequest.newBuilder(uri("/-/mirror/node/v24.1.0/node-v24.1.0-headers.tar.gz"))
                        .HEAD());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains("100000");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void fileOfUnknownSizeIsServed() throws Exception {
        has.put(
                HEADERS,
                found(OptionalLong.empty(), Optional.empty(), "application/gzip", new ByteArrayInputStream(BYTES)));

        assertThat(get("/-/mirror/node/v24.1.0/node-v24.1.0-headers.tar.gz").body())
                .isEqualTo(BYTES);
    }

    @Test
    void emptyFileIsServed() throws Exception {
        serves("/dist/v1/empty", "text/plain", new byte[0]);

        assertThat(get("/-/mirror/node/v1/empty").body()).isEmpty();
        assertThat(get("/-/mirror/node/v1/empty").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheServerDoesNotHaveIs404() throws Exception {
        HttpResponse<byte[]> answer = get("/-/mirror/node/v24.1.0/none");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("mirror \\\"node\\\" has no \\\"v24.1.0/none\\\"");
    }

    @Test
    void failureIsNever404() throws Exception {
        HttpResponse<byte[]> answer = get("/-/mirror/node/broken");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(text(answer)).contains("mirror \\\"node\\\" answered 500");
    }

    @Test
    void unknownMirrorIs404() throws Exception {
        assertThat(get("/-/mirror/other/a").statusCode()).isEqualTo(404);
    }

    @Test
    void mirrorOfOthersNeedsALogin() throws Exception {
        assertThat(get("/-/mirror/inner/a").statusCode()).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/-/mirror/node/../secret",
                "/-/mirror/node/a/../../secret",
                "/-/mirror/node/%2e%2e/secret",
                "/-/mirror/node/..%2fsecret",
                "/-/mirror/node/a%2fb",
                "/-/mirror/node/a%5cb",
                "/-/mirror/node//secret",
                "/-/mirror/node/a//b",
                "/-/mirror/node/%00",
                "/-/mirror/node/a?b",
            })
    void nothingLeadsElsewhere(String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: registry.example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@s/x", "%40s/x", "a%20b", "a+b", "a;b=c", "~x", "%25"})
    void unusualNamesReachTheServer(String path) throws Exception {
        String there = "/dist/" + path.replace("%40", "@");
        serves(there, "text/plain", new byte[] {7});

        assertThat(get("/-/mirror/node/" + path).body()).containsExactly(7);
    }

    private void serves(String path, String contentType, byte[] bytes) {
        has.put(
                path,
                found(
                        OptionalLong.of(bytes.length),
                        Optional.of("\"t1\""),
                        contentType,
                        new ByteArrayInputStream(bytes)));
    }

    private static UpstreamAnswer found(
            OptionalLong size, Optional<String> etag, String contentType, InputStream body) {
        return new UpstreamAnswer.Found(
                0, size, etag, Optional.of(MODIFIED), Optional.of(contentType), UpstreamAnswer.Encoding.IDENTITY, body);
    }

    private Mirror mirror(String name, String group) {
        return new Mirror(
                name,
                URI.create("https://upstream.example/dist"),
                Mirror.USUALLY_IMMUTABLE,
                Duration.ofMinutes(5),
                Set.of(group),
                this::ask);
    }

    private UpstreamAnswer ask(UpstreamRequest request) {
        String path = request.address().getRawPath();
        asked.add(path);
        if (path.equals("/dist/broken")) {
            throw new UpstreamException(UpstreamException.Kind.REFUSED, "mirror \"node\" answered 500", null, null);
        }
        return has.getOrDefault(path, new UpstreamAnswer.Absent());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static HttpServer serverOf(Router router) {
        return new HttpServer(new HttpSetup(
                List.of(new Listen.Tcp("127.0.0.1", 0, null)),
                HttpLimits.defaults(),
                "hidden",
                "test-registry",
                router,
                new Exchange.Seen(
                        new PublicUrl(Optional.empty(), ""),
                        TrustProxy.none(),
                        false,
                        "X-Forwarded-Proto",
                        exchange -> Caller.anonymous()),
                new ErrorAnswers(new Random(7)),
                new HttpMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                new AccessLog(),
                new Draining()));
    }
}
