package io.terraverde.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One keep-alive HTTP/1.1 connection to a port on loopback, so thin that what is timed is the server's work. For one
/// thread at a time.
final class Connection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket = new Socket();
    private final String host;
    private final InputStream in;

    Connection(int port) throws IOException {
        this(port, PATIENCE);
    }

    /// @param patience for each part of an answer
    Connection(int port, Duration patience) throws IOException {
        var timeoutMillis = Math.toIntExact(patience.toMillis());
        host = "127.0.0.1:" + port;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Answer get(String path, Map<String, String> headers) throws IOException {
        return exchange("GET", path, headers, new byte[0]);
    }

    Answer putJson(String path, Map<String, String> headers, byte[] body) throws IOException {
        var all = new HashMap<>(headers);
        all.put("content-type", "application/json");
        all.put("content-length", Integer.toString(body.length));
        return exchange("PUT", path, all, body);
    }

    private Answer exchange(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        var request = new ByteArrayOutputStream(512 + body.length);
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: " + host + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        request.writeTo(socket.getOutputStream());
        return readAnswer();
    }

    private Answer readAnswer() throws IOException {
        var status = Integer.parseInt(readLine().split(" ", 3)[1]);
        var headers = new HashMap<String, String>();
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, readBody(status, headers));
    }

    private byte[] readBody(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return readChunks();
        }
        return readExactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private byte[] readChunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var length = Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
            body.writeBytes(readExactly(length));
            readLine();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] readExactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection in the middle of a body");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// Closes the socket, whatever is under way.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
