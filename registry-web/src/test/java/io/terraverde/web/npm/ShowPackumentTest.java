package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.basic;
import static io.terraverde.web.app.RunningRegistry.bearer;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ShowPackumentTest {
    private static final String ABBREVIATED = "application/vnd.npm.install-v1+json";
    private static final String NPM = ABBREVIATED + "; q=1.0, application/json; q=0.8, */*";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        registry.publish("shown", "1.0.0", "alice");
        registry.publish("@acme/shown", "1.0.0", "alice");
        registry.publish("secret-shown", "1.0.0", "root");
    }

    @Test
    void thePackumentIsFull() {
        HttpResponse<String> answer = registry.get("/shown");

        JsonNode packument = json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(packument.path("name").stringValue()).isEqualTo("shown");
        assertThat(packument.path("dist-tags").path("latest").stringValue()).isEqualTo("1.0.0");
        assertThat(packument.path("_attachments").isObject()).isTrue();
        assertThat(packument.path("_attachments").isEmpty()).isTrue();
        assertThat(packument.path("readme").stringValue()).isEqualTo("# readme\n");
        assertThat(packument.path("time").has("1.0.0")).isTrue();
        assertThat(packument
                        .path("versions")
                        .path("1.0.0")
                        .path("dist")
                        .path("tarball")
                        .stringValue())
                .isEqualTo(registry.base() + "shown/-/shown-1.0.0.tgz");
        assertThat(packument.has("_commits") || packument.has("_distfiles") || packument.has("_retired"))
                .isFalse();
    }

    @Test
    void theAbbreviatedFormIsForInstalling() {
        HttpResponse<String> answer = registry.get("/shown", "Accept", NPM);

        JsonNode packument = json(answer);
        assertThat(answer.headers().firstValue("Content-Type")).contains(ABBREVIATED + "; charset=utf-8");
        assertThat(packument.propertyNames())
                .containsExactlyInAnyOrder("name", "dist-tags", "versions", "modified", "time", "_rev", "maintainers");
        assertThat(packument.path("versions").path("1.0.0").has("readme")).isFalse();
        assertThat(packument
                        .path("versions")
                        .path("1.0.0")
                        .path("dist")
                        .path("tarball")
                        .stringValue())
                .isEqualTo(registry.base() + "shown/-/shown-1.0.0.tgz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", NPM})
    void aKnownPackumentIsNotSentAgain(String accept) {
        HttpResponse<String> first = registry.get("/shown", "Accept", accept);
        String etag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> same = registry.get("/shown", "Accept", accept, "If-None-Match", etag);
        HttpResponse<String> weak = registry.get("/shown", "Accept", accept, "If-None-Match", "\"x\", W/" + etag);
        HttpResponse<String> other = registry.get("/shown", "Accept", accept, "If-None-Match", "\"x\"");

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(etag);
        assertThat(weak.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void twoPublishesWithinASecondAreToldApart() {
        registry.publish("twice", "1.0.0", "alice");
        String modified =
                registry.get("/twice").headers().firstValue("Last-Modified").orElseThrow();
        registry.publish("twice", "1.0.1", "alice");

        HttpResponse<String> since = registry.get("/twice", "If-Modified-Since", modified);

        assertThat(since.statusCode()).isEqualTo(200);
        assertThat(since.body()).contains("\"1.0.1\"");
    }

    @Test
    void theFormsHaveTagsOfTheirOwn() {
        String full = registry.get("/shown").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> abbreviated = registry.get("/shown", "Accept", NPM, "If-None-Match", full);

        assertThat(abbreviated.statusCode()).isEqualTo(200);
        assertThat(abbreviated.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
        assertThat(abbreviated.headers().firstValue("Cache-Control")).contains("private, no-cache");
    }

    @Test
    void aPublishChangesTheTag() {
        registry.publish("changing", "1.0.0", "alice");
        String before = registry.get("/changing").headers().firstValue("ETag").orElseThrow();

        registry.publish("changing", "1.0.1", "alice");

        assertThat(registry.get("/changing", "If-None-Match", before).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@acme/shown",
                "/@acme%2fshown",
                "/@acme%2Fshown",
                "/%40acme/shown",
                "/%40acme%2fshown",
                "/@acme/shown/"
            })
    void scopedNamesHaveManySpellings(String path) {
        HttpResponse<String> answer = registry.get(path, as("bob"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("name").stringValue()).isEqualTo("@acme/shown");
        assertThat(json(answer)
                        .path("versions")
                        .path("1.0.0")
                        .path("dist")
                        .path("tarball")
                        .stringValue())
                .isEqualTo(registry.base() + "@acme/shown/-/shown-1.0.0.tgz");
    }

    @Test
    void headHasNoBody() {
        HttpResponse<String> head = registry.send("HEAD", "/shown", null);
        HttpResponse<String> absent = registry.send("HEAD", "/absent", null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag"))
                .isEqualTo(registry.get("/shown").headers().firstValue("ETag"));
        assertThat(absent.statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsReadForWritingIsNotKept() {
        assertThat(registry.get("/shown?write=true").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/absent | 404 | no such package available",
                "/@acme | 404 | no such package available",
                "/-/metrics2 | 404 | no such package available",
                "/@scope%252fname | 400 | invalid package",
                "/.hidden | 400 | invalid package",
                "/node_modules | 400 | invalid package",
                "/__proto__ | 400 | invalid package",
                "/a%2fb | 400 | invalid package",
                "/..%2f..%2fetc | 400 | invalid package",
                "/a/b/c | 404 | File not found",
            })
    void whatIsWrongIsSaid(String path, int status, String message) {
        HttpResponse<String> answer = registry.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @Test
    void rightsAreAskedForBeforeExistence() {
        for (String name : List.of("secret-shown", "secret-absent")) {
            HttpResponse<String> anonymous = registry.get("/" + name);
            HttpResponse<String> bob = registry.get("/" + name, as("bob"));

            assertThat(anonymous.statusCode()).isEqualTo(401);
            assertThat(anonymous.body()).isEqualTo(error("authorization required to access package " + name));
            assertThat(anonymous.headers().firstValue("WWW-Authenticate")).contains("Basic, Bearer");
            assertThat(bob.statusCode()).isEqualTo(403);
            assertThat(bob.body()).isEqualTo(error("user bob is not allowed to access package " + name));
        }
        assertThat(registry.get("/secret-shown", as("root")).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongCredentialIsNobody() {
        assertThat(registry.get("/shown", basic("alice", "wrong")).statusCode()).isEqualTo(200);
        assertThat(registry.get("/secret-shown", bearer("garbage")).statusCode())
                .isEqualTo(401);
    }
}
