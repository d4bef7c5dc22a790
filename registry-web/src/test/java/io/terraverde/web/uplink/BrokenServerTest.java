package io.terraverde.web.uplink;

import static io.terraverde.web.uplink.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.testkit.Race;
import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.web.uplink.UpstreamOptions.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that are slow, gone, or cut, and how many connections they get.
class BrokenServerTest {
    private static final Duration SOON = Duration.ofMillis(300);
    /// For those who must get an answer first, and meet the bound after it.
    private static final Duration LATER = Duration.ofSeconds(5);

    private static final String ENDLESS = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n";

    @Test
    void nobodyListeningIsUnreachable() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        URI url = URI.create("http://127.0.0.1:" + port);
        try (Asking asking = Asking.of(url).start()) {
            UpstreamException failure = asking.failure(url);

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("uplink \"other\": the connection was refused");
        }
    }

    @Test
    void anUnknownHostIsUnreachable() {
        URI url = URI.create("http://nowhere.invalid");
        try (Asking asking = Asking.of(URI.create("http://127.0.0.1")).start()) {
            UpstreamException failure = asking.failure(url);

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("uplink \"other\": its host is unknown (at nowhere.invalid)");
        }
    }

    @Test
    void aSilentServerTimesOut() throws Exception {
        try (RawServer server = RawServer.with(RawServer.Line::awaitEnd);
                Asking asking = Asking.of(server.url("")).within(SOON).start()) {
            UpstreamException failure = asking.failure(server.url("/a"));

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure).hasMessage("uplink \"other\": no answer within 300 ms");
        }
    }

    @Test
    void silenceWithinABodyTimesOut() throws Exception {
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.write(ENDLESS + "abc");
                    line.awaitEnd();
                });
                Asking asking = Asking.of(server.url("")).within(LATER).start();
                Found found = asking.found(server.url("/a"))) {
            assertThat(found.body().readNBytes(3)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> found.body().read())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("uplink \"other\": silent for 5 s within the body");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
            })
    void aBodyThatIsCutIsNoWholeBody(String cut) throws Exception {
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.write(cut);
                });
                Asking asking = Asking.of(server.url("")).start();
                Found found = asking.found(server.url("/a"))) {
            assertThatThrownBy(() -> found.body().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("uplink \"other\": the body broke off");
        }
    }

    @Test
    void whatIsNoHttpIsWrong() throws Exception {
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.write("220 mail.example ESMTP\r\n\r\n");
                    line.awaitEnd();
                });
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(server.url("/a"));

            assertThat(failure.kind()).isEqualTo(Kind.WRONG);
            assertThat(failure).hasMessage("uplink \"other\": it answered with something else than HTTP");
        }
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsReplaced() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    if (asked.incrementAndGet() == 1) {
                        line.write(answer(200, "first"));
                        line.readHead();
                        line.reset();
                    } else {
                        line.write(answer(200, "second"));
                        line.awaitEnd();
                    }
                });
                Asking asking = Asking.of(server.url("")).start()) {
            assertThat(asking.text(server.url("/a"))).isEqualTo("first");
            assertThat(asking.text(server.url("/a"))).isEqualTo("second");

            assertThat(server.heads()).hasSize(3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatAlwaysBreaksOffIsAskedTwice() throws Exception {
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.reset();
                });
                Asking asking = Asking.of(server.url("")).start()) {
            UpstreamException failure = asking.failure(server.url("/a"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("uplink \"other\": the connection broke off");
            assertThat(server.heads()).hasSize(2);
        }
    }

    @Test
    void closingEarlyEndsTheTransferAndFreesItsPlace() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server = RawServer.with(line -> {
                    if (line.readHead().target().equals("/endless")) {
                        try {
                            line.write(ENDLESS);
                            while (true) {
                                line.write(new byte[64 * 1024]);
                            }
                        } finally {
                            ended.countDown();
                        }
                    }
                    line.write(answer(200, "next"));
                });
                Asking asking =
                        Asking.of(server.url("")).over(new Pool(true, 1, 1)).start()) {
            Found endless = asking.found(server.url("/endless"));
            assertThat(endless.body().readNBytes(100_000)).hasSize(100_000);

            endless.close();

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> endless.body().read()).isInstanceOf(IOException.class);
            assertThat(asking.text(server.url("/a"))).isEqualTo("next");
        }
    }

    @Test
    void aReaderWhoTakesHisTimeStopsTheSenderAndLosesNothing() throws Exception {
        int size = 64 << 20;
        CountDownLatch sent = new CountDownLatch(1);
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    for (int i = 0; i < size; i += 1 << 16) {
                        line.write(new byte[1 << 16]);
                    }
                    sent.countDown();
                });
                Asking asking = Asking.of(server.url("")).within(LATER).start();
                Found found = asking.found(server.url("/a"))) {
            assertThat(found.body().read()).isZero();

            assertThat(sent.await(1, TimeUnit.SECONDS)).isFalse();

            assertThat(sizeOf(found.body())).isEqualTo(size - 1);
            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void thereAreNoMoreConnectionsThanAllowed() throws Exception {
        CyclicBarrier pairs = new CyclicBarrier(2);
        try (RawServer server = RawServer.with(line -> {
                    while (true) {
                        line.readHead();
                        pairs.await(30, TimeUnit.SECONDS);
                        line.write(answer(200, "x"));
                    }
                });
                Asking asking =
                        Asking.of(server.url("")).over(new Pool(true, 2, 2)).start()) {
            assertThat(Race.of(20, i -> askedQuietly(asking, server.url("/a")))).containsOnly("x");

            assertThat(server.mostAtOnce()).isEqualTo(2);
        }
    }

    @Test
    void whoFindsNoFreeConnectionInTimeIsTurnedAway() throws Exception {
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    line.write(ENDLESS);
                    line.awaitEnd();
                });
                Asking asking = Asking.of(server.url(""))
                        .within(LATER)
                        .over(new Pool(true, 1, 1))
                        .start();
                Found found = asking.found(server.url("/a"))) {
            UpstreamException failure = asking.failure(server.url("/b"));

            assertThat(found.offset()).isZero();
            assertThat(failure.kind()).isEqualTo(Kind.LEFT_ALONE);
            assertThat(failure).hasMessage("uplink \"other\": all 1 connections are in use");
            assertThat(failure.retryAfter()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyKeptConnectionsAreUsedAgain(boolean keepAlive) throws Exception {
        try (RawServer server = RawServer.answering(head -> answer(200, "x"));
                Asking asking = Asking.of(server.url(""))
                        .over(new Pool(keepAlive, 2, 2))
                        .start()) {
            for (int i = 0; i < 3; i++) {
                asking.text(server.url("/a"));
            }

            assertThat(server.connections()).isEqualTo(keepAlive ? 1 : 3);
        }
    }

    @Test
    void idleConnectionsBeyondTheBoundAreClosed() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        CountDownLatch closed = new CountDownLatch(3);
        try (RawServer server = RawServer.with(line -> {
                    line.readHead();
                    together.await(30, TimeUnit.SECONDS);
                    line.write(answer(200, "x"));
                    line.awaitEnd();
                    closed.countDown();
                });
                Asking asking =
                        Asking.of(server.url("")).over(new Pool(true, 4, 1)).start()) {
            Race.of(4, i -> askedQuietly(asking, server.url("/a")));

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String askedQuietly(Asking asking, URI address) {
        try {
            return asking.text(address);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long sizeOf(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            size += read;
        }
        return size;
    }
}
