package io.terraverde.it.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An answer before it goes out; a changed one is a new one.
final class Reply {
    private static final int ONE_PIECE_BYTES = 64 << 10;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean ends;
    private final Line line;

    /// @param headers without those that say how long the body is
    /// @param body all of it, or, of an endless one, what comes again and again
    /// @param ends whether the body has an end; else it comes in chunks
    /// @param line how the bytes leave
    private Reply(int status, Map<String, String> headers, byte[] body, boolean ends, Line line) {
        this.status = status;
        // Sorted, so that an answer has the same bytes in every run.
        this.headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        this.body = body;
        this.ends = ends;
        this.line = line;
    }

    int status() {
        return status;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// Shared, not to be changed.
    byte[] body() {
        return body;
    }

    boolean ends() {
        return ends;
    }

    static Reply of(int status) {
        return new Reply(status, Map.of(), new byte[0], true, Line.STRAIGHT);
    }

    Reply with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, ends, line);
    }

    Reply with(byte[] other) {
        return new Reply(status, headers, other, ends, line);
    }

    Reply with(String text) {
        return with(text.getBytes(UTF_8));
    }

    Reply withStatus(int other) {
        return new Reply(other, headers, body, ends, line);
    }

    Reply withoutEnd() {
        return new Reply(status, headers, body, false, line);
    }

    Reply over(Line other) {
        return new Reply(status, headers, body, ends, other);
    }

    /// Sends it.
    ///
    /// @throws IOException when the client has gone, and when the answer is to be cut
    void send(OutputStream out, boolean withBody) throws IOException {
        byte[] head = head();
        try (OutputStream sent = line.lay(out, head.length)) {
            if (!withBody || !mayHaveBody()) {
                sent.write(head);
            } else if (!ends) {
                sent.write(head);
                sendForever(sent);
            } else if (body.length <= ONE_PIECE_BYTES) {
                byte[] whole = Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, whole, head.length, body.length);
                sent.write(whole);
            } else {
                sent.write(head);
                for (int at = 0; at < body.length; at += ONE_PIECE_BYTES) {
                    sent.write(body, at, Math.min(ONE_PIECE_BYTES, body.length - at));
                }
            }
        }
    }

    private void sendForever(OutputStream sent) throws IOException {
        byte[] size = (Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1);
        byte[] end = "\r\n".getBytes(ISO_8859_1);
        while (!Thread.currentThread().isInterrupted()) {
            sent.write(size);
            sent.write(body);
            sent.write(end);
        }
    }

    private byte[] head() {
        String length = ends ? "content-length: " + body.length : "transfer-encoding: chunked";
        String others = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
        return ("HTTP/1.1 " + status + " As Told\r\n" + others + (mayHaveBody() ? length + "\r\n" : "") + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private boolean mayHaveBody() {
        return status != 204 && status != 304;
    }
}
