package io.terraverde.it.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request as the upstream got it; bodies are read and dropped.
///
/// @param target path and query as sent
/// @param headers by lower-case name; values of repeated ones are joined with commas
public record Request(String method, String target, Map<String, String> headers) {
    private static final int MAX_LINE_BYTES = 64 << 10;

    /// Copies the headers.
    public Request {
        headers = Map.copyOf(headers);
    }

    /// The path without the query; the slash of a scope is one, however it was sent: `/@acme/base`.
    public String path() {
        return target.replaceAll("\\?.*", "").replaceAll("(?i)%2f", "/").replaceAll("(?i)%40", "@");
    }

    /// The value of a header, named in lower case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// Reads the next request of a connection; empty when the client has closed it.
    static Optional<Request> read(InputStream in) throws IOException {
        Optional<String> first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3) {
            throw new IOException("no HTTP request: " + first.get());
        }
        var headers = new TreeMap<String, String>();
        for (String line = present(in); !line.isEmpty(); line = present(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header: " + line);
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, another) -> one + ", " + another);
        }
        in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
        return Optional.of(new Request(words[0], words[1], headers));
    }

    private static String present(InputStream in) throws IOException {
        return line(in).orElseThrow(() -> new EOFException("the request ends early"));
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toString(ISO_8859_1).stripTrailing());
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("a line of the head is too long");
            }
            line.write(next);
        }
        return Optional.empty();
    }
}
