package io.terraverde.web.uplink;

import static io.terraverde.web.uplink.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.uplink.UpstreamAnswer;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.uplink.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent, and what answers mean.
class HttpUpstreamTest {
    private static final Optional<String> NONE = Optional.empty();

    @Test
    void aPackumentIsAskedForAsVerdaccioDoes() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "{}"));
                Asking asking = Asking.of(server.url("")).start()) {
            asking.found(UpstreamRequest.packument(
                            server.url("/@acme%2fbase"), Optional.of("W/\"1\""), Optional.of("1.1 first (Other)")))
                    .close();

            RawServer.Head head = server.heads().getFirst();
            assertThat(head.target()).isEqualTo("/@acme%2fbase");
            assertThat(head.headers())
                    .containsOnly(
                            Map.entry("host", "127.0.0.1:" + server.port()),
                            Map.entry("accept", "application/json"),
                            Map.entry("accept-encoding", "gzip"),
                            Map.entry("user-agent", "npm (hidden)"),
                            Map.entry("if-none-match", "W/\"1\""),
                            Map.entry("via", "1.1 first (Other), 1.1 this-one (Terraverde)"));
        }
    }

    @Test
    void aFileIsAskedForAsItIs() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "bytes"));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.text(server.url("/a.tgz"))).isEqualTo("bytes");

            RawServer.Head head = server.heads().getFirst();
            assertThat(head.header("Accept")).isEqualTo("*/*");
            assertThat(head.header("Accept-Encoding")).isEqualTo("identity");
            assertThat(head.has("If-None-Match")).isFalse();
            assertThat(head.has("Range")).isFalse();
        }
    }

    @Test
    void whatIsFoundIsDescribed() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(
                        200,
                        "zipped",
                        "ETag: \"7\"",
                        "Last-Modified: Thu, 01 Jan 2026 12:00:00 GMT",
                        "Content-Type: application/json",
                        "Content-Encoding: gzip"));
                Asking asking = Asking.of(server.url("")).start();
                Found found = asking.found(UpstreamRequest.packument(server.url("/a"), NONE, NONE))) {
            assertThat(found.offset()).isZero();
            assertThat(found.sizeBytes()).hasValue(6);
            assertThat(found.etag()).hasValue("\"7\"");
            assertThat(found.lastModified()).hasValue(Instant.parse("2026-01-01T12:00:00Z"));
            assertThat(found.contentType()).hasValue("application/json");
            assertThat(found.encoding()).isEqualTo(Encoding.GZIP);
            assertThat(found.body()).hasBinaryContent("zipped".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aFileInAnEncodingIsWrong(String encoding) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "x", "Content-Encoding: " + encoding));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.failure(server.url("/a.tgz")).kind()).isEqualTo(Kind.WRONG);
        }
    }

    @Test
    void theRestOfAFileIsAskedForIfItIsStillTheSame() throws Exception {
        try (RawServer server =
                        RawServer.answering(head -> answer(206, "cdef", "Content-Range: bytes 2-5/6", "ETag: \"7\""));
                Asking asking = Asking.of(server.url("")).start();
                Found found = asking.found(
                        UpstreamRequest.file(server.url("/a.tgz"), NONE).from(2, Optional.of("\"7\"")))) {
            assertThat(server.heads().getFirst().header("Range")).isEqualTo("bytes=2-");
            assertThat(server.heads().getFirst().header("If-Range")).isEqualTo("\"7\"");
            assertThat(found.offset()).isEqualTo(2);
            assertThat(found.sizeBytes()).hasValue(6);
            assertThat(found.body()).hasBinaryContent("cdef".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void everythingInsteadOfTheRestBeginsAtZero() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "abcdef"));
                Asking asking = Asking.of(server.url("")).start();
                Found found = asking.found(
                        UpstreamRequest.file(server.url("/a.tgz"), NONE).from(2, Optional.of("\"7\"")))) {
            assertThat(found.offset()).isZero();
        }
    }

    @Test
    void aWeakTagHoldsNoPartsTogether() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "abcdef"));
                Asking asking = Asking.of(server.url("")).start()) {
            asking.found(UpstreamRequest.file(server.url("/a.tgz"), NONE).from(2, Optional.of("W/\"7\"")))
                    .close();

            assertThat(server.heads().getFirst().has("Range")).isFalse();
            assertThat(server.heads().getFirst().has("If-Range")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "206, Content-Range: bytes 3-5/6",
        "206, Content-Range: bytes */6",
        "206, Content-Type: multipart/byteranges",
        "206, 'Content-Range: bytes 2-5/6\r\nETag: \"8\"'",
        "416, Content-Range: bytes */1",
        "304, ETag: \"7\""
    })
    void anotherPartIsWrong(int status, String header) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(status, "", header));
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(
                    UpstreamRequest.file(server.url("/a.tgz"), NONE).from(2, Optional.of("\"7\"")));

            assertThat(failure.kind()).isEqualTo(Kind.WRONG);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "206, WRONG",
        "304, WRONG",
        "508, WRONG",
        "429, BUSY",
        "503, BUSY",
        "400, REFUSED",
        "401, REFUSED",
        "403, REFUSED",
        "500, REFUSED",
        "502, REFUSED",
        "204, REFUSED",
        "300, REFUSED"
    })
    void statusesWithoutAnAnswerAreFailures(int status, Kind kind) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(status, status == 204 ? "" : "sorry"));
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(server.url("/a"));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageStartingWith("uplink \"other\": ").hasMessageContaining("" + status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void whatIsNotThereIsAbsent(int status) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(status, "no such thing"));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.get(UpstreamRequest.file(server.url("/a"), NONE))).isEqualTo(new UpstreamAnswer.Absent());
            assertThat(asking.get(UpstreamRequest.file(server.url("/a"), NONE))).isEqualTo(new UpstreamAnswer.Absent());

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(304, "", "ETag: \"7\""));
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamRequest request = UpstreamRequest.packument(server.url("/a"), Optional.of("\"7\""), NONE);

            assertThat(asking.get(request)).isEqualTo(new UpstreamAnswer.NotChanged());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 1",
        "86400, 3600",
        "'Thu, 01 Jan 2026 12:01:30 GMT', 90",
        "'Thu, 01 Jan 2026 11:00:00 GMT', 1",
        "soon, -1"
    })
    void theTimeToComeAgainIsRead(String header, long seconds) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(429, "", "Retry-After: " + header));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.failure(server.url("/a")).retryAfter())
                    .isEqualTo(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
        }
    }

    @Test
    void aRequestThatHasBeenHereIsNotSentOn() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "{}"));
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(
                    UpstreamRequest.file(server.url("/a"), Optional.of("1.1 first, 1.1 this-one (Terraverde)")));

            assertThat(failure.kind()).isEqualTo(Kind.WRONG);
            assertThat(server.heads()).isEmpty();
        }
    }

    @Test
    void hintsBeforeTheAnswerAreNone() throws Exception {
        try (RawServer server = RawServer.answering(
                        head -> "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" + answer(200, "answer"));
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.text(server.url("/a"))).isEqualTo("answer");
        }
    }

    @Test
    void cookiesAreNotKept() throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "x", "Set-Cookie: a=b; Path=/"));
                Asking asking = Asking.of(server.url("")).start()) {
            asking.text(server.url("/a"));
            asking.text(server.url("/a"));

            assertThat(server.heads()).hasSize(2).noneMatch(head -> head.has("Cookie"));
        }
    }
}
