package io.terraverde.it.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/// One connection, on which a test writes whatever bytes it likes.
public final class RawHttp implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Socket socket;

    private RawHttp(Socket socket) {
        this.socket = socket;
    }

    /// Connects.
    public static RawHttp connect(URI registry) {
        try {
            var socket = new Socket();
            socket.connect(new InetSocketAddress(registry.getHost(), registry.getPort()), (int) LIMIT.toMillis());
            socket.setSoTimeout((int) LIMIT.toMillis());
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + registry, e);
        }
    }

    /// Sends one request and reads what comes back until the server closes.
    public static RawAnswer exchange(URI registry, String request) {
        try (RawHttp raw = connect(registry)) {
            raw.send(request);
            return raw.answer();
        }
    }

    /// Sends a GET of a path exactly as it is written here.
    public static RawAnswer get(URI registry, String path, String authorization) {
        return exchange(
                registry,
                "GET " + path + " HTTP/1.1\r\nHost: " + registry.getAuthority() + "\r\nConnection: close\r\n"
                        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n") + "\r\n");
    }

    /// Sends text, each character as one byte.
    ///
    /// @return whether the server still takes it
    public boolean send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    /// Sends bytes.
    ///
    /// @return whether the server still takes them
    public boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// What the server says until it closes, or for a minute.
    public RawAnswer answer() {
        var bytes = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(bytes);
        } catch (IOException e) {
            return RawAnswer.of(bytes.toString(ISO_8859_1));
        }
        return RawAnswer.of(bytes.toString(ISO_8859_1));
    }

    /// What the server says first, up to the end of the headers.
    public RawAnswer firstAnswer() {
        var text = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (text.indexOf("\r\n\r\n") < 0) {
                int each = in.read();
                if (each < 0) {
                    break;
                }
                text.append((char) each);
            }
        } catch (IOException e) {
            return RawAnswer.of(text.toString());
        }
        return RawAnswer.of(text.toString());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
