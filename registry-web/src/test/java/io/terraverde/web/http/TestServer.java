package io.terraverde.web.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.terraverde.core.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A started server on a free port of loopback, and ways of asking it.
final class TestServer implements AutoCloseable {
    static final HttpLimits LIMITS = HttpLimits.defaults();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpServer server;
    private final Draining draining;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestServer(HttpServer server, Draining draining) {
        this.server = server;
        this.draining = draining;
    }

    static TestServer with(Router.Builder routes) {
        return with(routes, LIMITS, TrustProxy.none());
    }

    static TestServer with(Router.Builder routes, HttpLimits limits, TrustProxy trust) {
        return with(routes, limits, trust, List.of(new Listen.Tcp("127.0.0.1", 0, null)));
    }

    static TestServer with(Router.Builder routes, HttpLimits limits, TrustProxy trust, List<Listen> listens) {
        Draining draining = new Draining();
        HttpMetrics metrics = new HttpMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        HealthEndpoints health = new HealthEndpoints(draining, Optional::empty, Map::of);
        Router router = routes.getAlways("/-/health/live", health.live())
                .getAlways("/-/health/ready", health.ready())
                .getAlways("/-/metrics", metrics.endpoint())
                .get("/-/ping", health.ping())
                .build();
        HttpServer server = new HttpServer(new HttpSetup(
                listens,
                limits,
                "hidden",
                "test-registry",
                router,
                new Exchange.Seen(
                        new PublicUrl(Optional.empty(), ""),
                        trust,
                        true,
                        "X-Forwarded-Proto",
                        exchange -> Caller.anonymous()),
                new ErrorAnswers(new Random(7)),
                metrics,
                new AccessLog(),
                draining));
        server.start();
        return new TestServer(server, draining);
    }

    HttpServer server() {
        return server;
    }

    Draining draining() {
        return draining;
    }

    HttpClient client() {
        return client;
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + server.port() + pathAndQuery);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
    }

    HttpResponse<String> head(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).HEAD(), headers);
    }

    HttpResponse<String> put(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofByteArray(body)), headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Sends text as it stands and returns everything that comes until the server closes the connection.
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// The head of a request, from its lines.
    static String request(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /// `GET` of a target as it stands.
    String rawGet(String target) throws IOException {
        return raw("GET " + target + " HTTP/1.1\r\nHost: registry.example\r\nConnection: close\r\n\r\n");
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// Reads the head of an answer and nothing behind it.
    static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }
}
