package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients get for each kind of answer.
class AnswersTest {
    private static final byte[] TARBALL = "0123456789".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PACKUMENT =
            ("{\"x\":\"" + "y".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    private static final String PACKUMENT_ETAG = "\"" + EntityTags.digest(PACKUMENT) + "\"";
    private static final String PACKUMENT_GZIP_ETAG = "\"" + EntityTags.digest(PACKUMENT) + "-gzip\"";

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        CachedBytes cached = CachedBytes.of(
                Answers.JSON,
                PACKUMENT,
                gzip(PACKUMENT),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "private, max-age=0, must-revalidate",
                "Accept, Accept-Encoding");
        StreamAnswer tarball = StreamAnswer.of(TARBALL.length, AnswersTest::openTarball)
                .withEtag("abc")
                .withCacheControl("public, max-age=31536000, immutable");
        server = TestServer.with(Router.builder()
                .get("/empty", e -> Answers.json(200, Map.of()))
                .get("/pretty", e -> Answers.json(200, pretty()))
                .get("/large", e -> Answers.json(200, Map.of("text", "z".repeat(2000))))
                .get("/compact", e -> Answers.compactJson(200, Map.of("total", 0)))
                .get("/packument", e -> cached)
                .get("/tarball", e -> tarball)
                .get("/chunked", e -> StreamAnswer.ofUnknownLength(AnswersTest::openTarball))
                .get("/broken/early", e -> StreamAnswer.of(100, AnswersTest::failToOpen))
                .get("/broken/late", e -> StreamAnswer.of(1_000_000, AnswersTest::openBroken))
                .get("/broken/chunked", e -> StreamAnswer.ofUnknownLength(AnswersTest::openBroken))
                .get("/broken/short", e -> StreamAnswer.of(TARBALL.length + 1L, AnswersTest::openTarball)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jsonHasVerdacciosFormAndEtag() throws Exception {
        HttpResponse<String> answer = server.get("/empty");

        assertThat(answer.body()).isEqualTo("{}\n");
        assertThat(answer.headers().map())
                .containsEntry("etag", List.of("\"8a80554c91d9fca8acb82f023de02f11\""))
                .containsEntry("content-type", List.of("application/json; charset=utf-8"))
                .containsEntry("content-length", List.of("3"))
                .containsEntry("vary", List.of("Accept-Encoding"))
                .containsEntry("x-powered-by", List.of("hidden"))
                .containsEntry("access-control-allow-origin", List.of("*"))
                .containsEntry("keep-alive", List.of("timeout=60"));
    }

    @Test
    void jsonIsIndentedAsJavaScriptDoes() throws Exception {
        assertThat(server.get("/pretty").body()).isEqualTo("""
                        {
                          "a": 1,
                          "b": [],
                          "c": {},
                          "d": [
                            "x",
                            {
                              "e": null
                            }
                          ],
                          "f": "ü \\" / \\\\"
                        }
                        """);
        assertThat(server.get("/compact").body()).isEqualTo("{\"total\":0}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"8a80554c91d9fca8acb82f023de02f11\"",
                "W/\"8a80554c91d9fca8acb82f023de02f11\"",
                "\"other\", W/\"8a80554c91d9fca8acb82f023de02f11\"",
                "*"
            })
    void knownJsonIsNotSentAgain(String ifNoneMatch) throws Exception {
        HttpResponse<String> answer = server.get("/empty", "If-None-Match", ifNoneMatch);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("content-type")).isEmpty();
        assertThat(answer.headers().firstValue("etag")).contains("\"8a80554c91d9fca8acb82f023de02f11\"");
        assertThat(answer.headers().firstValue("vary")).contains("Accept-Encoding");
    }

    @Test
    void largeJsonIsCompressedWhenAskedFor() throws Exception {
        HttpResponse<byte[]> answer = bytes("/large", "Accept-Encoding", "gzip, deflate, br");

        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("etag").orElseThrow()).endsWith("-gzip\"");
        assertThat(gunzip(answer.body())).contains("zzzz").endsWith("}\n");
        assertThat(server.get("/large").headers().firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void preparedBytesAreSentAsTheyAre() throws Exception {
        HttpResponse<String> plain = server.get("/packument");
        HttpResponse<byte[]> compressed = bytes("/packument", "Accept-Encoding", "gzip");

        assertThat(plain.body()).isEqualTo(new String(PACKUMENT, StandardCharsets.UTF_8));
        assertThat(plain.headers().map())
                .containsEntry("etag", List.of(PACKUMENT_ETAG))
                .containsEntry("last-modified", List.of("Fri, 2 Jan 2026 03:04:05 GMT"))
                .containsEntry("vary", List.of("Accept, Accept-Encoding"))
                .containsEntry("cache-control", List.of("private, max-age=0, must-revalidate"))
                .containsEntry("content-length", List.of(Integer.toString(PACKUMENT.length)));
        assertThat(gunzip(compressed.body())).isEqualTo(plain.body());
        assertThat(compressed.headers().firstValue("etag")).contains(PACKUMENT_GZIP_ETAG);
    }

    @Test
    void preparedBytesAreRevalidatedInEitherEncoding() throws Exception {
        HttpResponse<String> gzip =
                server.get("/packument", "If-None-Match", PACKUMENT_GZIP_ETAG, "Accept-Encoding", "gzip");
        HttpResponse<String> other =
                server.get("/packument", "If-None-Match", PACKUMENT_ETAG, "Accept-Encoding", "gzip");

        assertThat(gzip.statusCode()).isEqualTo(304);
        assertThat(gzip.headers().firstValue("etag")).contains(PACKUMENT_GZIP_ETAG);
        assertThat(other.statusCode()).isEqualTo(304);
        assertThat(other.headers().map())
                .containsEntry("etag", List.of(PACKUMENT_ETAG))
                .containsEntry("vary", List.of("Accept, Accept-Encoding"))
                .containsKey("cache-control");
    }

    @Test
    void datesDoNotCount() throws Exception {
        String date = "Fri, 02 Jan 2026 03:04:05 GMT";

        assertThat(server.get("/packument", "If-Modified-Since", date).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/packument", "If-Modified-Since", date, "If-None-Match", PACKUMENT_ETAG)
                        .statusCode())
                .isEqualTo(304);
        assertThat(server.get("/packument", "If-Modified-Since", date, "If-None-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/packument", "If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/packument", "If-Modified-Since", "yesterday").statusCode())
                .isEqualTo(200);
    }

    @Test
    void headSaysWhatGetSays() throws Exception {
        for (String path : List.of("/packument", "/tarball", "/large")) {
            HttpResponse<String> get = server.get(path);
            HttpResponse<String> head = server.head(path);

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("content-length"))
                    .isEqualTo(get.headers().firstValue("content-length"));
            assertThat(head.headers().firstValue("etag"))
                    .isEqualTo(get.headers().firstValue("etag"));
        }
    }

    @Test
    void tarballsAreStreamedAndNeverCompressed() throws Exception {
        HttpResponse<byte[]> answer = bytes("/tarball", "Accept-Encoding", "gzip");

        assertThat(answer.body()).isEqualTo(TARBALL);
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("content-length", List.of("300000"))
                .containsEntry("etag", List.of("\"abc\""))
                .containsEntry("accept-ranges", List.of("bytes"))
                .containsEntry("cache-control", List.of("public, max-age=31536000, immutable"))
                .doesNotContainKey("content-encoding");
        assertThat(bytes("/chunked").body()).isEqualTo(TARBALL);
        assertThat(server.get("/tarball", "If-None-Match", "\"abc\"").statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 9",
        "bytes=5-, 5, 299999",
        "bytes=-3, 299997, 299999",
        "bytes=299990-999999999, 299990, 299999",
        "'BYTES = 7 - 7 ', 7, 7",
    })
    void oneRangeIsAnswered(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = bytes("/tarball", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(TARBALL, from, to + 1));
        assertThat(answer.headers().firstValue("content-range")).contains("bytes " + from + "-" + to + "/300000");
    }

    @ParameterizedTest
    @CsvSource({"'bytes=0-1,5-6'", "bytes=9-5", "bytes=x-y", "bytes=-", "lines=1-2", "bytes=99999999999999999999-"})
    void otherRangesGetTheWhole(String range) throws Exception {
        assertThat(bytes("/tarball", "Range", range).statusCode()).isEqualTo(200);
    }

    @Test
    void aRangeBehindTheEndIsRefused() throws Exception {
        HttpResponse<String> answer = server.get("/tarball", "Range", "bytes=300000-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("content-range")).contains("bytes */300000");
        assertThat(answer.body()).contains("range not satisfiable");
    }

    @Test
    void aRangeOfAnotherBodyGetsTheWhole() throws Exception {
        assertThat(bytes("/tarball", "Range", "bytes=0-0", "If-Range", "\"abc\"")
                        .statusCode())
                .isEqualTo(206);
        assertThat(bytes("/tarball", "Range", "bytes=0-0", "If-Range", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(bytes("/tarball", "Range", "bytes=0-0", "If-Range", "Fri, 02 Jan 2026 03:04:05 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSourceThatCannotBeOpenedIsAnError() throws Exception {
        HttpResponse<String> answer = server.get("/broken/early");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\n  \"error\": \"the storage is not available\"\n}\n");
        assertThat(answer.headers().firstValue("retry-after")).contains("5");
        assertThat(answer.headers().firstValue("accept-ranges")).isEmpty();
    }

    @Test
    void aSourceThatFailsInMidBodyNeverEndsCleanly() throws IOException {
        String known = server.rawGet("/broken/late");
        String chunked = server.rawGet("/broken/chunked");
        String cut = server.rawGet("/broken/short");

        assertThat(known).startsWith("HTTP/1.1 200 ").doesNotContain("error");
        assertThat(known.length()).isLessThan(1_000_000);
        assertThat(chunked).startsWith("HTTP/1.1 200 ").doesNotEndWith("\r\n0\r\n\r\n");
        assertThat(cut).contains("Content-Length: 300001");
    }

    private static InputStream openTarball(long offset, long length) {
        int to = length < 0 ? TARBALL.length : (int) Math.min(TARBALL.length, offset + length);
        return new ByteArrayInputStream(TARBALL, (int) offset, to - (int) offset);
    }

    private static InputStream failToOpen(long offset, long length) {
        throw new StorageException(StorageException.Kind.UNAVAILABLE, "no disk", null);
    }

    private static InputStream openBroken(long offset, long length) {
        return new InputStream() {
            private int left = 200_000;

            @Override
            public int read() {
                throw new UncheckedIOException(new IOException("not used"));
            }

            @Override
            public int read(byte[] target, int from, int count) throws IOException {
                if (left == 0) {
                    throw new IOException("the disk is gone");
                }
                int read = Math.min(left, count);
                left -= read;
                return read;
            }
        };
    }

    private static Map<String, Object> pretty() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("e", null);
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", 1);
        value.put("b", List.of());
        value.put("c", Map.of());
        value.put("d", List.of("x", inner));
        value.put("f", "ü \" / \\");
        return value;
    }

    private static HttpResponse<byte[]> bytes(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String gunzip(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
