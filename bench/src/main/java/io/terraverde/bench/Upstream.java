package io.terraverde.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The upstream of all registries that are measured: a copy of a real one on loopback, which answers each request after
/// the same pause, as the public registry does with `ETag` and gzip, and counts what it is asked. Of the documents only
/// the addresses of tarballs are changed, so that they lead here. Thread-safe.
final class Upstream implements AutoCloseable {
    private static final int FILLERS = 8;
    private static final Pattern ADDRESS = Pattern.compile("\"tarball\": ?\"[^\"]+\"");

    /// @param isGzip whether the body is compressed; packuments are, tarballs are what they are
    private record Document(int status, byte[] body, boolean isGzip, String etag) {}

    /// What was asked for up to some moment.
    record Count(long requests, long bytes) {
        Count minus(Count earlier) {
            return new Count(requests - earlier.requests, bytes - earlier.bytes);
        }
    }

    private final Original original;
    private final Duration pause;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Upstream(Original original, Duration pause, HttpServer server) {
        this.original = original;
        this.pause = pause;
        this.server = server;
    }

    /// @param pause between each request and its answer
    static Upstream start(Original original, Duration pause) throws IOException {
        // Else the second part of an answer waits for the acknowledgement of the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Launcher.freePort()), 1024);
        var upstream = new Upstream(original, pause, server);
        server.createContext("/", upstream::answer);
        server.setExecutor(upstream.threads);
        server.start();
        return upstream;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Count count() {
        return new Count(requests.get(), bytes.get());
    }

    /// Fetches full packuments before they are asked for, so that no measurement meets the real registry.
    void fetch(List<String> names) {
        try (var fillers = Executors.newFixedThreadPool(FILLERS)) {
            names.forEach(name -> fillers.submit(() -> document("/" + name, Form.FULL)));
        }
    }

    /// The path of the largest tarball that was asked for.
    String largestTarball() {
        return documents.entrySet().stream()
                .filter(entry -> !entry.getValue().isGzip)
                .max(Comparator.comparingInt(entry -> entry.getValue().body.length))
                .map(entry -> entry.getKey().substring(entry.getKey().indexOf('/')))
                .orElseThrow();
    }

    /// The length of a tarball.
    int tarballLength(String path) {
        return document(path, Form.FULL).body.length;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        LockSupport.parkNanos(pause.toNanos());
        try (exchange) {
            var isAbbreviated = asked(exchange, "accept").contains("install-v1");
            var path = exchange.getRequestURI().getRawPath().replaceAll("(?i)%2f", "/");
            send(exchange, document(path, isAbbreviated ? Form.ABBREVIATED : Form.FULL));
        }
    }

    private void send(HttpExchange exchange, Document document) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("etag", document.etag);
        headers.set("cache-control", "public, max-age=300");
        if (document.status == 200 && document.etag.equals(asked(exchange, "if-none-match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        headers.set("content-type", document.isGzip ? "application/json" : "application/octet-stream");
        headers.set("vary", "accept-encoding, accept");
        var body = document.body;
        if (document.isGzip && asked(exchange, "accept-encoding").contains("gzip")) {
            headers.set("content-encoding", "gzip");
        } else if (document.isGzip) {
            body = Original.gunzip(body);
        }
        exchange.sendResponseHeaders(document.status, body.length);
        exchange.getResponseBody().write(body);
        bytes.addAndGet(body.length);
    }

    private static String asked(HttpExchange exchange, String header) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(header), "");
    }

    private Document document(String path, Form form) {
        return documents.computeIfAbsent(
                form.label() + path, _ -> path.contains("/-/") ? tarball(path) : packument(path, form));
    }

    private Document tarball(String path) {
        try {
            var body = original.tarball(path);
            return new Document(200, body, false, etag(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Document packument(String path, Form form) {
        try {
            var packument = original.packument(path, form);
            var body = ADDRESS.matcher(packument.text())
                    .replaceAll(
                            found -> found.group().replace(original.registry().toString(), uri().toString()))
                    .getBytes(StandardCharsets.UTF_8);
            return new Document(packument.status(), Original.gzip(body), true, etag(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String etag(byte[] body) {
        try {
            return "\""
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-1").digest(body)) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        original.close();
    }
}
