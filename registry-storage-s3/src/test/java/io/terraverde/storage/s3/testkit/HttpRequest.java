package io.terraverde.storage.s3.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request as it came over the wire.
///
/// @param target the path and query, percent-encoded, as sent
/// @param headers by lower-case name; values of repeated headers are joined with commas
record HttpRequest(String method, String target, Map<String, String> headers, S3Content body) {
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int MAX_BODY_BYTES = 256 << 20;

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The path, percent-encoded.
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /// The query, percent-encoded; empty without one.
    String query() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    /// Reads the next request of a connection; empty when the client has closed it.
    ///
    /// @param out where a client that waits for `100 Continue` gets it
    static Optional<HttpRequest> read(InputStream in, OutputStream out) throws IOException {
        Optional<String> first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP request: " + first.get());
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = present(in); !line.isEmpty(); line = present(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header: " + line);
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            headers.merge(name, value, (one, another) -> one + "," + another);
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return Optional.of(new HttpRequest(words[0], words[1], headers, S3Content.of(body(in, headers))));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? new byte[0] : exactly(in, bounded(Long.parseLong(length)));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String head = present(in);
            int extension = head.indexOf(';');
            int length = bounded(Long.parseLong(extension < 0 ? head : head.substring(0, extension), 16));
            if (length == 0) {
                break;
            }
            bounded((long) body.size() + length);
            body.writeBytes(exactly(in, length));
            present(in);
        }
        while (!present(in).isEmpty()) {
            // Trailers of the transfer coding: nobody sends them to S3.
        }
        return body.toByteArray();
    }

    private static int bounded(long length) throws IOException {
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw new IOException("a body of " + length + " bytes");
        }
        return (int) length;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String present(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the request ends early"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("a line of the head is too long");
            }
            line.write(next);
        }
        return Optional.empty();
    }
}
