package io.terraverde.it.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Requests to a registry, with or without credentials; a value.
///
/// @param registry its address, without a slash at the end
/// @param authorization the header; empty sends none
public record RegistryHttp(URI registry, String authorization) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /// Requests without credentials.
    public static RegistryHttp to(URI registry) {
        return new RegistryHttp(registry, "");
    }

    /// The same with a token.
    public RegistryHttp as(String token) {
        return new RegistryHttp(registry, "Bearer " + token);
    }

    /// The same with a password.
    public RegistryHttp as(String user, String password) {
        String pair = user + ":" + password;
        return new RegistryHttp(registry, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    /// A token for a user, who is registered when new. Servers differ in what they answer to one who is known
    /// and sends no credentials, so this sends them.
    public String login(String user, String password) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("_id", "org.couchdb.user:" + user)
                .put("name", user)
                .put("password", password)
                .put("email", user + "@example.test")
                .put("type", "user");
        document.putArray("roles");
        return as(user, password)
                .put("/-/user/org.couchdb.user:" + user, document)
                .is(201)
                .json()
                .path("token")
                .asString();
    }

    /// Whether somebody answers `/-/ping` with 200.
    public boolean answersPing() {
        try {
            return CLIENT.send(request("/-/ping").timeout(LIMIT).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Publishes a source as npm would.
    public Answer publish(PackageSource source) {
        return put(PublishDocument.path(source.name()), PublishDocument.of(source));
    }

    /// A package that must be there.
    public ServedPackage served(String name) {
        return new ServedPackage(this, get(PublishDocument.path(name)).is(200).json());
    }

    /// GET.
    public Answer get(String path) {
        return send(request(path).GET());
    }

    /// GET with a header.
    public Answer get(String path, String header, String value) {
        return send(request(path).GET().header(header, value));
    }

    /// GET whose answer, which must be 200, is read by the caller.
    public InputStream open(String path) {
        HttpRequest request = request(path).timeout(LIMIT).build();
        try {
            HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new AssertionError("should have been 200: " + response);
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + request, e);
        }
    }

    /// HEAD.
    public Answer head(String path) {
        return send(request(path).HEAD());
    }

    /// DELETE.
    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /// PUT of a JSON document.
    public Answer put(String path, JsonNode document) {
        return put(path, document.toString());
    }

    /// PUT of a text that is said to be JSON.
    public Answer put(String path, String body) {
        return put(path, BodyPublishers.ofString(body));
    }

    /// PUT of a body that is said to be JSON.
    public Answer put(String path, BodyPublisher body) {
        return send(request(path).PUT(body).header("content-type", "application/json"));
    }

    /// POST of a JSON document.
    public Answer post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)).header("content-type", "application/json"));
    }

    /// POST of a form as a browser sends it.
    public Answer postForm(String path, String form) {
        return send(request(path)
                .POST(BodyPublishers.ofString(form))
                .header("content-type", "application/x-www-form-urlencoded"));
    }

    /// A request to extend and to hand to [#send].
    public HttpRequest.Builder request(String path) {
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(registry + path);
        var builder = HttpRequest.newBuilder(uri);
        if (!authorization.isEmpty()) {
            builder.header("authorization", authorization);
        }
        return builder;
    }

    /// Sends a request and reads the answer.
    ///
    /// @throws UncheckedIOException when there is none
    public Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(LIMIT).build();
        try {
            return new Answer(CLIENT.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + request, e);
        }
    }
}
