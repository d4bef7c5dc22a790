package io.terraverde.bench;

import java.io.IOException;
import java.util.Map;

/// Single requests that find out what a right answer looks like before a load is measured.
final class Probe {
    private Probe() {}

    /// The length of the body of an answer with status 200.
    static int bodyLength(Server server, String path, Map<String, String> headers) throws IOException {
        try (var connection = new Connection(server.port())) {
            var answer = connection.get(path, headers);
            if (answer.status() != 200) {
                throw new IOException(
                        "%s answers %d to %s".formatted(server.kind().label(), answer.status(), path));
            }
            return answer.body().length;
        }
    }

    /// The size of a packument for the report, such as `10 KB`.
    static String size(Server server, String name, Form form) throws IOException {
        return Math.round(bodyLength(server, "/" + name, form.headers(Encoding.IDENTITY)) / 1000.0) + " KB";
    }
}
