package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where the server listens.
@Timeout(60)
class ListenTest {
    @Test
    void severalAddressesAreServedUnixSocketsToo(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("registry.sock");
        List<Listen> listens = List.of(
                new Listen.Tcp("127.0.0.1", 0, null),
                new Listen.Tcp("127.0.0.1", 0, null),
                new Listen.UnixSocket(socket, null));
        try (TestServer server = TestServer.with(Router.builder(), HttpLimits.defaults(), TrustProxy.none(), listens)) {
            assertThat(server.server().addresses())
                    .hasSize(3)
                    .contains("unix:" + socket)
                    .anyMatch(address ->
                            address.equals("http://127.0.0.1:" + server.server().port() + "/"));

            assertThat(askUnix(socket, "GET /-/ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{}\n");
        }
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void aTakenPortIsSaid() {
        try (TestServer server = TestServer.with(Router.builder())) {
            List<Listen> taken =
                    List.of(new Listen.Tcp("127.0.0.1", server.server().port(), null));

            assertThatThrownBy(() -> TestServer.with(Router.builder(), HttpLimits.defaults(), TrustProxy.none(), taken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:");
        }
    }

    private static String askUnix(Path socket, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(8192);
            while (channel.read(answer) >= 0) {
                Thread.onSpinWait();
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
    }
}
