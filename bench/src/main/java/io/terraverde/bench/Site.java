package io.terraverde.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that nginx serves: what a registry answered, byte for byte, so that both send the same.
final class Site {
    private final Path html;

    Site(Path folder) {
        html = folder.resolve("html");
    }

    void copyFrom(Server registry) throws IOException {
        try (var connection = new Connection(registry.port())) {
            for (var form : Form.values()) {
                copy(connection, form, Encoding.IDENTITY, Samples.SMALL.name(), "");
                copy(connection, form, Encoding.GZIP, Samples.SMALL.name(), ".gz");
                copy(connection, form, Encoding.IDENTITY, Samples.LARGE.name(), "");
                copy(connection, form, Encoding.GZIP, Samples.LARGE.name(), ".gz");
            }
            for (var huge : Samples.HUGE) {
                copy(connection, Form.FULL, Encoding.IDENTITY, huge.name(), "");
            }
        }
    }

    private void copy(Connection connection, Form form, Encoding encoding, String name, String suffix)
            throws IOException {
        var answer = connection.get("/" + name, form.headers(encoding));
        if (answer.status() != 200 || answer.isGzip() != (encoding == Encoding.GZIP)) {
            throw new IOException("cannot copy \"%s\" (%s, %s): status %d, content-encoding %s"
                    .formatted(
                            name,
                            form.label(),
                            encoding.label(),
                            answer.status(),
                            answer.headers().get("content-encoding")));
        }
        Files.write(Files.createDirectories(html.resolve(form.label())).resolve(name + suffix), answer.body());
    }
}
