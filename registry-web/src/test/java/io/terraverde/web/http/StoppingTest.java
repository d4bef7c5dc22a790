package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of the connections that are open when the server stops.
@Timeout(60)
class StoppingTest {
    private static final int LARGE = 24 << 20;

    /// Far more than the second after which a connection that waits for a request is closed.
    private static final long SECONDS_WITHOUT_READING = 4;

    @Test
    void whoReadsSlowlyGetsEverything() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Endpoint large = e -> StreamAnswer.of(LARGE, (offset, length) -> new ByteArrayInputStream(new byte[LARGE]))
                .closing(over::countDown);
        try (TestServer server = TestServer.with(Router.builder().get("/large", large));
                Socket reader = server.connect()) {
            TestServer.send(reader, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(TestServer.readHead(reader)).startsWith("HTTP/1.1 200 ");
            CompletableFuture<Void> stop = stop(server);

            boolean cut = over.await(SECONDS_WITHOUT_READING, TimeUnit.SECONDS);

            assertThat(cut).isFalse();
            assertThat(reader.getInputStream().readAllBytes()).hasSize(LARGE);
            stop.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoWaitsIsDisconnectedLongBeforeItsTime() throws Exception {
        try (TestServer server = TestServer.with(Router.builder());
                Socket fresh = server.connect();
                Socket idle = server.connect()) {
            TestServer.send(idle, "HEAD /-/ping HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(TestServer.readHead(idle)).startsWith("HTTP/1.1 200 ");

            CompletableFuture<Void> stop = stop(server);

            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThat(fresh.getInputStream().read()).isEqualTo(-1);
            stop.get(30, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> stop(TestServer server) {
        int port = server.server().port();
        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(() -> server.server().stop());
        boolean open = true;
        while (open) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException e) {
                open = false;
            }
        }
        return stop;
    }
}
