package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.RawAnswer;
import io.terraverde.it.http.RawHttp;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.SharedRegistry;
import java.net.URLDecoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and paths that try to reach what is no package.
@Tag("fix")
class HostileNamesIT {
    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @BeforeAll
    static void publishSomething() {
        registry.as("alice").publish(aPackage("@acme/victim")).is(201);
        registry.as("alice").publish(aPackage("victim")).is(201);
    }

    static Stream<String> pathsToNowhere() {
        return Stream.of(
                "/..",
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "/..%2f..%2fhtpasswd",
                "/..%5c..%5chtpasswd",
                "/%252e%252e%252fhtpasswd",
                "/@acme%2f..%2f..%2fhtpasswd",
                "/@acme%252fvictim",
                "/@acme%2f%2e%2e",
                "/@%2e%2e%2fvictim",
                "/%00",
                "/victim%00.json",
                "/%E0%A4%A",
                "/%ff%fe",
                "/" + "a".repeat(300),
                "/@acme%2f" + "a".repeat(300),
                "/__proto__",
                "/node_modules",
                "/favicon.ico",
                "/.verdaccio-db.json",
                "/.token-db.json",
                "/.terraverde",
                "/htpasswd",
                "/config.yaml",
                "/v%C4%B1ctim",
                "/%D0%B0cme",
                "/%EF%BC%8E%EF%BC%8E%EF%BC%8Fhtpasswd",
                "/victim/-/package.json",
                "/victim/-/..%2f.verdaccio-db.json",
                "/victim/-/%2e%2e%2f%2e%2e%2fhtpasswd",
                "/victim/-/../../../htpasswd",
                "/victim/-/victim-1.0.0.tgz%00.tgz",
                "/victim/-/.tgz",
                "/victim/-/victim-9.9.9.tgz",
                "/@acme/victim/-/..%2f..%2f..%2fhtpasswd",
                "/@acme/victim/-/package.json",
                "/@acme%2fvictim/..%2f..%2f..",
                "/victim/__proto__",
                "/victim/constructor",
                "/-/package/..%2f..%2fhtpasswd/dist-tags",
                "/-/package/__proto__/dist-tags",
                "/-/npm/v1/attestations/..%2f..%2fhtpasswd@1.0.0",
                "/-/static/..%2f..%2f..%2fetc%2fpasswd",
                "/-/v1/done/..%2f..%2fhtpasswd");
    }

    @ParameterizedTest
    @MethodSource("pathsToNowhere")
    void readingIsRefused(String path) {
        RawAnswer answer =
                RawHttp.get(registry.running().uri(), path, registry.as("alice").authorization());

        assertThat(answer.status()).as(answer.text()).isIn(400, 403, 404);
        assertThat(answer.text()).doesNotContain("root:", "alice:", "\"secret\"", "_attachments");
        assertThat(registry.http().answersPing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..%2f..%2fescaped",
                "/%2e%2e%2fescaped",
                "/@acme%2f..%2fescaped",
                "/@..%2fescaped",
                "/.hidden",
                "/__proto__",
                "/node_modules",
                "/favicon.ico",
                "/a%00b",
                "/a%2fb",
                "/a%5cb",
                "/%20",
                "/a%0ab",
                "/%D0%B0cme",
                "/@acme%252fescaped"
            })
    void publishingIsRefused(String path) {
        var before = registry.running().stored();
        String name = URLDecoder.decode(path.substring(1), UTF_8);
        String body = PublishDocument.of(aPackage(name)).toString();
        String request = "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: " + registry.as("alice").authorization() + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + bytes(body) + "\r\n\r\n";

        RawAnswer answer;
        try (RawHttp raw = RawHttp.connect(registry.running().uri())) {
            raw.send(request);
            raw.send(body.getBytes(UTF_8));
            answer = raw.answer();
        }

        assertThat(answer.isRefusal()).as(answer.text()).isTrue();
        assertThat(registry.running().stored()).isEqualTo(before);
        assertThat(registry.http().answersPing()).isTrue();
    }

    @Test
    void nameOf300CharactersIsNotPublished() {
        var before = registry.running().stored();

        int status = registry.as("alice").publish(aPackage("a".repeat(300))).status();

        assertThat(status).isBetween(400, 499);
        assertThat(registry.running().stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructor", "hasownproperty", "tostring", "@acme/constructor", "valueof"})
    void namesOfObjectMembersArePackagesLikeAnyOther(String name) {
        RegistryHttp alice = registry.as("alice");
        alice.get(PublishDocument.path(name)).is(404);

        alice.publish(aPackage(name)).is(201);

        alice.served(name).tarball("1.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/@acme/victim", "/@acme%2fvictim", "/@acme%2Fvictim", "/%40acme/victim", "/%40acme%2fvictim"})
    void everySpellingOfAScopeReachesThePackage(String path) {
        RawAnswer answer =
                RawHttp.get(registry.running().uri(), path, registry.as("alice").authorization());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("@acme/victim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@acme/victim/-/victim-1.0.0.tgz",
                "/@acme%2fvictim/-/victim-1.0.0.tgz",
                "/@acme%2Fvictim/-/victim-1.0.0.tgz",
                "/%40acme%2fvictim/-/victim-1.0.0.tgz"
            })
    void everySpellingOfAScopeReachesTheTarball(String path) {
        RawAnswer answer =
                RawHttp.get(registry.running().uri(), path, registry.as("alice").authorization());

        assertThat(answer.status()).isEqualTo(200);
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
