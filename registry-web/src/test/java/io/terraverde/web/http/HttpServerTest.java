package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server does with connections, bounds, and requests that are none.
@Timeout(60)
class HttpServerTest {
    @Test
    void requestsRunOnVirtualThreads() throws Exception {
        try (TestServer server = TestServer.with(Router.builder()
                .get(
                        "/thread",
                        e -> Answers.json(
                                200, Map.of("virtual", Thread.currentThread().isVirtual()))))) {
            assertThat(server.get("/thread").body()).contains("\"virtual\": true");
        }
    }

    @Test
    void tenThousandHeadersAreRefused() throws Exception {
        try (TestServer server = TestServer.with(Router.builder())) {
            String few = "X-A: 1\r\n".repeat(190);
            String many = "X-A: 1\r\n".repeat(250);
            String tooMany = "X-A: 1\r\n".repeat(10_000);

            assertThat(server.raw("GET /-/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + few + "\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(server.raw("GET /-/ping HTTP/1.1\r\nHost: a\r\n" + many + "\r\n"))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("Connection: close")
                    .endsWith("{\n  \"error\": \"request header fields too large\"\n}\n");
            assertThat(startOfAnswer(server, "GET /-/ping HTTP/1.1\r\nHost: a\r\n" + tooMany + "\r\n"))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(server.get("/-/ping").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /-/ping HTTP/7.1\r\nHost: a\r\n\r\n",
                "GET /-/ping HTTP/1.1\r\n\r\n",
                "GET /-/ping HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /-/ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /-/ping HTTP/1.1\r\nHost a\r\n\r\n",
                "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: -4\r\n\r\n",
                "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void whatIsNoRequestIsRefusedInNpmsForm(String request) throws IOException {
        try (TestServer server = TestServer.with(Router.builder())) {
            assertThat(server.raw(request))
                    .matches("(?s)HTTP/1.1 (400|505) .*")
                    .contains("Content-Type: application/json")
                    .contains("{\n  \"error\": \"")
                    .doesNotContain("<html")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void theOldProtocolIsAnsweredAndClosed() throws IOException {
        try (TestServer server = TestServer.with(Router.builder()
                .get(
                        "/base",
                        e -> Answers.text(200, "text/plain", e.publicBase().toString())))) {
            assertThat(server.raw("GET /base HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close")
                    .endsWith("\r\n\r\nOptional.empty");
        }
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        try (TestServer server = TestServer.with(Router.builder());
                Socket socket = server.connect()) {
            for (int i = 0; i < 3; i++) {
                TestServer.send(socket, "GET /-/ping HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(TestServer.readHead(socket))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("Keep-Alive: timeout=60");
                assertThat(socket.getInputStream().readNBytes(3)).isEqualTo("{}\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void zeroKeepAliveClosesBehindEachAnswer() throws IOException {
        try (TestServer server = TestServer.with(
                Router.builder(), HttpLimits.defaults().withKeepAlive(Duration.ZERO), TrustProxy.none())) {
            assertThat(server.raw("GET /-/ping HTTP/1.1\r\nHost: a\r\n\r\n")).contains("Connection: close");
        }
    }

    @Test
    void aHeadThatDoesNotEndIsCutOff() throws IOException {
        HttpLimits limits = impatient(Duration.ofMillis(50));
        try (TestServer server = TestServer.with(Router.builder(), limits, TrustProxy.none());
                Socket socket = server.connect()) {
            TestServer.send(socket, "GET /-/ping HTTP/1.1\r\nHost: a\r\nX-");

            assertThat(endOf(socket)).isEqualTo(-1);
        }
    }

    @Test
    void aBodyThatCrawlsIsCutOffAndItsThreadIsFree() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Endpoint reading = e -> {
            try {
                return Answers.json(200, e.body().bytes(1000).length);
            } finally {
                ended.countDown();
            }
        };
        HttpLimits limits = impatient(Duration.ofSeconds(5));
        try (TestServer server = TestServer.with(Router.builder().put("/x", reading), limits, TrustProxy.none());
                Socket socket = server.connect()) {
            TestServer.send(socket, "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");

            assertThat(endOf(socket)).isEqualTo(-1);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aReaderThatCrawlsIsCutOffAndTheSourceIsClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        StreamAnswer endless = StreamAnswer.ofUnknownLength((offset, length) -> new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public void close() {
                closed.countDown();
            }
        });
        HttpLimits limits = impatient(Duration.ofSeconds(5));
        try (TestServer server = TestServer.with(Router.builder().get("/x", e -> endless), limits, TrustProxy.none());
                Socket socket = server.connect()) {
            TestServer.send(socket, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClientThatLeavesInMidBodyFreesItsThread() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Endpoint endpoint = e -> {
            try (InputStream body = e.body().open(1000)) {
                reading.countDown();
                return Answers.json(200, body.readAllBytes().length);
            } catch (IOException | RuntimeException x) {
                failure.set(x);
                throw x;
            } finally {
                ended.countDown();
            }
        };
        try (TestServer server = TestServer.with(Router.builder().put("/x", endpoint))) {
            try (Socket socket = server.connect()) {
                TestServer.send(socket, "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
                assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get()).isInstanceOf(ClientGoneException.class);
            assertThat(server.get("/-/ping").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsBeyondTheBoundAreSentAway() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestServer server = TestServer.with(
                Router.builder().get("/slow", waiting(running, goOn)),
                HttpLimits.defaults().withMaxRequests(1),
                TrustProxy.none())) {
            CompletableFuture<HttpResponse<String>> first = started(() -> get(server, "/slow"));
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> second = server.get("/slow");
            HttpResponse<String> live = server.get("/-/health/live");
            goOn.countDown();

            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("retry-after")).contains("1");
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void drainingAnswersButIsNotReadyAndCloses() throws Exception {
        try (TestServer server = TestServer.with(Router.builder())) {
            assertThat(server.get("/-/health/ready").statusCode()).isEqualTo(200);

            server.server().drain();

            assertThat(server.get("/-/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/-/health/live").statusCode()).isEqualTo(200);
            assertThat(server.raw("GET /-/ping HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close")
                    .doesNotContain("Keep-Alive");
        }
    }

    @Test
    void stoppingFinishesWhatRuns() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestServer server = TestServer.with(Router.builder().get("/slow", waiting(running, goOn)))) {
            CompletableFuture<HttpResponse<String>> request = started(() -> get(server, "/slow"));
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            int port = server.server().port();
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(server.server()::stop, Thread::startVirtualThread);
            waitUntilClosed(port);

            goOn.countDown();

            assertThat(request.get(30, TimeUnit.SECONDS).body()).isEqualTo("\"done\"\n");
            stop.get(30, TimeUnit.SECONDS);
        }
    }

    /// A balancer does not repeat what was answered, but what found no connection or a cut one.
    @Test
    void stoppingRefusesNobodyWhoIsConnected() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestServer server = TestServer.with(Router.builder().get("/slow", waiting(running, goOn)));
                Socket connected = server.connect()) {
            TestServer.send(connected, "GET /-/ping HTTP/1.1\r\nHost: a\r\n\r\nGET /-/ping HTTP/1.1\r\n");
            assertThat(TestServer.readHead(connected)).startsWith("HTTP/1.1 200 ");
            CompletableFuture<HttpResponse<String>> request = started(() -> get(server, "/slow"));
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            int port = server.server().port();
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(server.server()::stop, Thread::startVirtualThread);
            waitUntilClosed(port);

            TestServer.send(connected, "Host: a\r\n\r\n");

            assertThat(new String(connected.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("HTTP/1.1 200 ")
                    .contains("Connection: close");
            goOn.countDown();
            assertThat(request.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            stop.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void optionsAreAnsweredForEveryPath() throws IOException {
        try (TestServer server = TestServer.with(Router.builder())) {
            assertThat(server.raw(TestServer.request(
                            "OPTIONS /a/b/c/d HTTP/1.1",
                            "Host: a",
                            "Connection: close",
                            "Access-Control-Request-Headers: authorization, x-y")))
                    .startsWith("HTTP/1.1 204 ")
                    .contains("Access-Control-Allow-Methods: GET,HEAD,PUT,PATCH,POST,DELETE")
                    .contains("Access-Control-Allow-Headers: authorization, x-y")
                    .contains("Access-Control-Allow-Origin: *")
                    .contains("Vary: Access-Control-Request-Headers");
        }
    }

    @Test
    void aRequestThatHasBeenHereIsALoop() throws Exception {
        try (TestServer server = TestServer.with(Router.builder())) {
            HttpResponse<String> loop = server.get("/-/ping", "Via", "1.1 other, 1.1 test-registry (Verdaccio)");

            assertThat(loop.statusCode()).isEqualTo(508);
            assertThat(loop.body()).isEqualTo("{\n  \"error\": \"loop detected\"\n}\n");
            assertThat(server.get("/-/ping", "Via", "1.1 test-registry-2 (x)").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void metricsCountByRoute() throws Exception {
        try (TestServer server = TestServer.with(Router.builder().get("/{package}", e -> Answers.empty(204)))) {
            server.get("/left-pad");
            server.get("/right-pad");
            server.get("/a/b/c");

            HttpResponse<String> metrics = server.get("/-/metrics");

            assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain");
            assertThat(metrics.body())
                    .contains(
                            "http_server_requests_seconds_count{method=\"GET\",route=\"/{package}\",status=\"204\"} 2")
                    .contains("route=\"(none)\",status=\"404\"} 1")
                    .contains("http_server_requests_in_flight 1")
                    .contains("http_server_connections ")
                    .contains("jvm_memory_used_bytes");
        }
    }

    /// Bears no client that makes it wait for bodies.
    private static HttpLimits impatient(Duration headTime) {
        return HttpLimits.defaults().withSlowness(headTime, 1_000_000, Duration.ofMillis(50));
    }

    /// On a thread of its own: the common pool has as many as there are processors, and the test holds them up.
    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    /// Says when a request has come, and answers it when it may.
    private static Endpoint waiting(CountDownLatch running, CountDownLatch goOn) {
        return e -> {
            running.countDown();
            await(goOn);
            return Answers.json(200, "done");
        };
    }

    private static HttpResponse<String> get(TestServer server, String path) {
        try {
            return server.get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reads until the server closes: -1, also when it closes by a reset.
    private static int endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /// The first bytes of an answer to a request that the server may not read to its end.
    private static String startOfAnswer(TestServer server, String request) throws IOException {
        try (Socket socket = server.connect()) {
            TestServer.send(socket, request);
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII) + " ";
        }
    }

    private static void waitUntilClosed(int port) {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
