package io.terraverde.web.app;

import static java.util.Objects.requireNonNull;

import io.terraverde.testkit.PublishFixture;
import io.terraverde.testkit.TarballFixture;
import io.terraverde.web.config.CommandLineOverrides;
import io.terraverde.web.config.ConfigLoader;
import io.terraverde.web.config.ConfigOutcome;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole registry on a free port of loopback over a folder of its own, while a test class runs, and ways of asking
/// it. Its users are there already: `alice`, `bob` and `root`, each with the password `{name}-pw`.
///
/// ```
/// secret-*    root reads and publishes
/// mine-*      everybody reads, alice publishes, root unpublishes
/// @acme/*     users read and publish
/// **          everybody reads, users publish
/// ```
public final class RunningRegistry implements BeforeAllCallback, AfterAllCallback {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String CONFIG = """
            storage: ./storage
            listen: 127.0.0.1:0
            auth: {htpasswd: {file: ./htpasswd, rounds: 4}}
            packages:
              'secret-*': {access: root, publish: root}
              'mine-*': {access: $all, publish: alice, unpublish: root}
              '@acme/*': {access: $authenticated, publish: $authenticated}
              '**': {access: $all, publish: $authenticated}
            terraverde: {shutdownGrace: 0, spool: SPOOL, SETTINGS}
            """;

    private final String more;
    private final String settings;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Path folder;
    private @Nullable RegistryServer server;

    private RunningRegistry(String more, String settings) {
        this.more = more;
        this.settings = settings;
    }

    /// One that is configured as above.
    public static RunningRegistry usual() {
        return new RunningRegistry("", "");
    }

    /// One with more lines of configuration.
    public static RunningRegistry with(String yaml) {
        return new RunningRegistry(yaml, "");
    }

    /// One with settings of our own section, as `limits: {headers: 2kb}`.
    public static RunningRegistry withOwn(String yaml) {
        return new RunningRegistry("", yaml);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path home = Files.createTempDirectory("running-registry");
        folder = home;
        String yaml = CONFIG.replace("SPOOL", home.resolve("spool").toString()).replace(", SETTINGS", ", " + settings);
        Files.writeString(home.resolve("config.yaml"), yaml.replace(", }", "}") + more);
        ConfigOutcome outcome =
                new ConfigLoader(home, Map.of()).load(Path.of("config.yaml"), CommandLineOverrides.none());
        if (!(outcome instanceof LoadedConfig loaded)) {
            throw new IllegalStateException(outcome.problems().toString());
        }
        server = RegistryServer.open(loaded.settings(), () -> {});
        for (String user : List.of("alice", "bob", "root")) {
            register(user);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        client.close();
        requireNonNull(server).stop();
        try (Stream<Path> all = Files.walk(requireNonNull(folder))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// A file in the registry's storage.
    public Path stored(String path) {
        return requireNonNull(folder).resolve("storage").resolve(path);
    }

    /// The address of a path, which is written as it is to be sent.
    public URI uri(String path) {
        return URI.create(requireNonNull(server).addresses().getFirst()).resolve(path);
    }

    /// The base of links in answers.
    public String base() {
        return uri("/").toString();
    }

    /// For the body of a request that is JSON.
    public static String[] isJson() {
        return new String[] {"Content-Type", "application/json"};
    }

    /// `Authorization` of a user, by password.
    public static String[] as(String user) {
        return basic(user, user + "-pw");
    }

    /// `Authorization` by password.
    public static String[] basic(String user, String password) {
        byte[] credential = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(credential)};
    }

    /// `Authorization` by token.
    public static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /// GET.
    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /// PUT of JSON.
    public HttpResponse<String> put(String path, String body, String... headers) {
        return send("PUT", path, body, joined(headers, isJson()));
    }

    /// POST of JSON.
    public HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, joined(headers, isJson()));
    }

    /// DELETE.
    public HttpResponse<String> delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /// Any request.
    ///
    /// @param body null for none
    public HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
        return send(method, path, body, BodyHandlers.ofString(), headers);
    }

    /// GET of bytes.
    public HttpResponse<byte[]> bytes(String path, String... headers) {
        return send("GET", path, null, BodyHandlers.ofByteArray(), headers);
    }

    /// Registers a user whose password is `{name}-pw`, and gives its token.
    public String register(String user) {
        HttpResponse<String> answer =
                put("/-/user/org.couchdb.user:" + user, "{\"name\":\"" + user + "\",\"password\":\"" + user + "-pw\"}");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("token").stringValue();
    }

    /// Publishes a version with nothing in it.
    ///
    /// @return its tarball
    public byte[] publish(String name, String version, String user) {
        byte[] tarball = TarballFixture.aTarballOf(name, version).bytes();
        HttpResponse<String> answer = put("/" + name.replace("/", "%2f"), document(name, version, tarball), as(user));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return tarball;
    }

    /// The document that publishes a version.
    public static String document(String name, String version, byte[] tarball) {
        try {
            return PublishFixture.aPublishOf(name, version, tarball).text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The whole packument.
    public JsonNode packument(String name) {
        return json(get("/" + name.replace("/", "%2f"), as("root")));
    }

    /// The present `_rev`.
    public String rev(String name) {
        return packument(name).path("_rev").stringValue();
    }

    /// An answer as JSON.
    public static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /// npm's form of an error.
    public static String error(String message) {
        return "{\n  \"error\": \"" + message + "\"\n}\n";
    }

    /// A one-line JSON object as answers have it.
    public static String pretty(String key, String value) {
        return "{\n  \"" + key + "\": \"" + value + "\"\n}\n";
    }

    private <T> HttpResponse<T> send(
            String method, String path, @Nullable String body, HttpResponse.BodyHandler<T> handler, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(LIMIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path, e);
        }
    }

    /// The headers and, unless there are such, the others.
    private static String[] joined(String[] headers, String[] others) {
        return Stream.of(headers).anyMatch(others[0]::equalsIgnoreCase)
                ? headers
                : Stream.concat(Stream.of(headers), Stream.of(others)).toArray(String[]::new);
    }
}
