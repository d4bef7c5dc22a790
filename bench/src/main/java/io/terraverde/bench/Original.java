package io.terraverde.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The registry that this machine's npm is set to, asked once for each document: what it answered is kept in files.
final class Original implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern SCOPED = Pattern.compile("/(@[^/]+)/([^/]+)");

    private final URI registry;
    private final Path files;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build();

    /// @param files the folder of what was answered before, by runs long ago too
    Original(URI registry, Path files) {
        this.registry = registry;
        this.files = files;
    }

    URI registry() {
        return registry;
    }

    /// A packument as JSON text, or nothing but the status when that is not 200.
    record Packument(int status, String text) {}

    /// @param path such as `/@scope/name`
    Packument packument(String path, Form form) throws IOException {
        var file = file(form.label() + path);
        if (!Files.exists(file)) {
            var answer = ask(SCOPED.matcher(path).replaceFirst("/$1%2f$2"), form);
            if (answer.statusCode() == 404) {
                return new Packument(404, "");
            }
            keep(file, gzip(decoded(answer)));
        }
        return new Packument(200, new String(gunzip(Files.readAllBytes(file)), StandardCharsets.UTF_8));
    }

    /// The bytes of a tarball.
    byte[] tarball(String path) throws IOException {
        var file = file("tarball" + path);
        if (!Files.exists(file)) {
            keep(file, decoded(ask(path, Form.FULL)));
        }
        return Files.readAllBytes(file);
    }

    private Path file(String key) {
        return files.resolve(URLEncoder.encode(key, StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> ask(String path, Form form) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(registry + path)).timeout(PATIENCE);
        form.headers(Encoding.GZIP).forEach(request::header);
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 && answer.statusCode() != 404) {
                throw new IOException("the registry answers %d to %s".formatted(answer.statusCode(), path));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the registry was asked for " + path, e);
        }
    }

    private static byte[] decoded(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("content-encoding").orElse("").equals("gzip")
                ? gunzip(answer.body())
                : answer.body();
    }

    /// Whole or not at all.
    private void keep(Path file, byte[] bytes) throws IOException {
        var unfinished = Files.createTempFile(Files.createDirectories(files), "unfinished", "");
        Files.write(unfinished, bytes);
        Files.move(unfinished, file);
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] gunzip(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
