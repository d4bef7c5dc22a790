package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to bodies that are compressed, wrong or too large.
@Timeout(60)
class RequestBodyTest {
    private static final int MAX = 10_000;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.with(Router.builder()
                .put("/json", e -> {
                    e.body().requireJson();
                    return Answers.json(200, e.body().json(MAX));
                })
                .put("/bytes", e -> Answers.json(200, e.body().bytes(MAX).length))
                .put("/skipped", e -> {
                    e.body().skip(MAX);
                    return Answers.json(200, "read");
                })
                .put("/ignored", e -> Answers.error(404, "not here"))
                .put("/stream", e -> {
                    try (InputStream body = e.body().open(MAX)) {
                        return Answers.json(200, body.readAllBytes().length);
                    }
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void compressedBodiesAreInflated() throws Exception {
        byte[] json = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(put("/json", json).body()).isEqualTo("{\n  \"a\": \"ü\"\n}\n");
        assertThat(put("/json", gzip(json), "Content-Encoding", "gzip").body()).contains("\"a\": \"ü\"");
        assertThat(put("/json", deflate(json), "Content-Encoding", "deflate").body())
                .contains("\"a\": \"ü\"");
        assertThat(put("/json", json, "Content-Encoding", "identity").statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownEncodingIsRefused() throws Exception {
        HttpResponse<String> answer = put("/json", new byte[] {1, 2, 3}, "Content-Encoding", "br");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo("{\n  \"error\": \"unsupported content encoding \\\"br\\\"\"\n}\n");
    }

    @Test
    void theMediaTypeMustBeJson() throws Exception {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(server.put("/json", json).body()).contains("content-type is missing, expect: application/json");
        HttpResponse<String> other = server.put("/json", json, "Content-Type", "text/plain");
        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(other.body()).contains("wrong content-type, expect: application/json, got: text/plain");
        assertThat(server.put("/json", json, "Content-Type", "Application/JSON; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"a\":}", "{\"a\":1,\"a\":2}", "[1,2", "nonsense", "{} {}", "\u0000", "{\"a\":01}"})
    void whatIsNoJsonIsRefused(String body) throws Exception {
        HttpResponse<String> answer = put("/json", body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\": \"").doesNotContain("tools.jackson");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        assertThat(put("/json", "[".repeat(9000).getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void brokenCompressionIsRefused() throws Exception {
        byte[] whole = gzip("hello hello hello".getBytes(StandardCharsets.UTF_8));
        byte[] cut = Arrays.copyOf(whole, whole.length - 6);

        assertThat(put("/bytes", cut, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
        assertThat(put("/bytes", new byte[20], "Content-Encoding", "gzip").statusCode())
                .isEqualTo(400);
        assertThat(put("/bytes", new byte[0], "Content-Encoding", "gzip").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"/bytes", "/stream"})
    void whatInflatesTooFarIsRefused(String path) throws Exception {
        assertThat(put(path, gzip(new byte[MAX]), "Content-Encoding", "gzip").statusCode())
                .isEqualTo(200);

        HttpResponse<String> bomb = put(path, gzip(new byte[50_000_000]), "Content-Encoding", "gzip");

        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(bomb.body()).isEqualTo("{\n  \"error\": \"request entity too large\"\n}\n");
    }

    @Test
    void whatNobodyWantsIsNotInflated() throws Exception {
        byte[] bomb = gzip(new byte[5_000_000]);

        assertThat(put("/skipped", bomb, "Content-Encoding", "gzip").statusCode())
                .isEqualTo(200);
        assertThat(put("/skipped", new byte[MAX]).statusCode()).isEqualTo(200);
        assertThat(put("/skipped", new byte[MAX + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void anAnnouncedLengthAboveTheLimitIsRefusedBeforeReading() throws IOException {
        try (Socket socket = server.connect()) {
            TestServer.send(socket, "PUT /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nabc");

            assertThat(TestServer.readHead(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aClientThatSendsAllBeforeItReadsSeesTheRefusal() throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (Socket socket = server.connect()) {
            TestServer.send(
                    socket, "PUT /bytes HTTP/1.1\r\nHost: a\r\nContent-Length: " + 400L * chunk.length + "\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 400; i++) {
                out.write(chunk);
            }

            assertThat(TestServer.readHead(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void chunkedBodiesAreBoundedToo() throws IOException {
        String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";

        String answer = server.raw(
                TestServer.request("PUT /stream HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Connection: close")
                        + chunk.repeat(5) + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBrokenChunkIsTheClientsError() throws IOException {
        String answer = server.raw(
                TestServer.request("PUT /stream HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "Connection: close")
                        + "zz\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"error\": \"the request's body is incomplete\"");
    }

    @Test
    void aClientThatClosesItsSideInMidBodyIsTold() throws IOException {
        try (Socket socket = server.connect()) {
            TestServer.send(socket, "PUT /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
            socket.shutdownOutput();

            assertThat(TestServer.readHead(socket)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void continueIsOnlySaidWhenTheBodyIsWanted() throws IOException {
        String head = " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        try (Socket wanted = server.connect();
                Socket unwanted = server.connect()) {
            TestServer.send(wanted, "PUT /bytes" + head);
            TestServer.send(unwanted, "PUT /ignored" + head);

            assertThat(TestServer.readHead(wanted)).startsWith("HTTP/1.1 100 ");
            assertThat(TestServer.readHead(unwanted)).startsWith("HTTP/1.1 404 ");
            TestServer.send(wanted, "hello");
            assertThat(TestServer.readHead(wanted)).startsWith("HTTP/1.1 200 ");
        }
    }

    private static HttpResponse<String> put(String path, byte[] body, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return server.put(path, body, all);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
