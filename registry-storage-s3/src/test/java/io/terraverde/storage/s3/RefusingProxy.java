package io.terraverde.storage.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy on loopback that lets nobody through, and remembers who came.
final class RefusingProxy implements AutoCloseable {
    /// What somebody wanted.
    ///
    /// @param line as `CONNECT store.example:443 HTTP/1.1`
    /// @param authorization what he showed to the proxy
    record Visit(String line, Optional<String> authorization) {}

    private static final String PROXY_AUTHORIZATION = "proxy-authorization:";

    private final ServerSocket door;
    private final List<Visit> visits = new CopyOnWriteArrayList<>();

    RefusingProxy() throws IOException {
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    /// Its address, with user information or without.
    ///
    /// @param user empty, or text that ends in `@`
    URI address(String user) {
        return URI.create("http://" + user + "127.0.0.1:" + port());
    }

    List<Visit> visits() {
        return visits;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket visitor = door.accept();
                Thread.ofVirtual().start(() -> refuse(visitor));
            } catch (IOException e) {
                return; // The test is over.
            }
        }
    }

    private void refuse(Socket visitor) {
        try (visitor) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(visitor.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head = in.lines().takeWhile(line -> !line.isEmpty()).toList();
            visits.add(new Visit(
                    head.getFirst(),
                    head.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(PROXY_AUTHORIZATION))
                            .map(line ->
                                    line.substring(PROXY_AUTHORIZATION.length()).strip())
                            .findFirst()));
            visitor.getOutputStream()
                    .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            visitor.shutdownOutput();
            in.transferTo(Writer.nullWriter());
        } catch (IOException ignored) {
            // The visitor has gone.
        }
    }
}
