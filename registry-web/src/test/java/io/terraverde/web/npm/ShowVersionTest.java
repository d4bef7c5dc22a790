package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShowVersionTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        registry.publish("versions", "1.0.0", "alice");
        registry.publish("versions", "2.0.0-beta.1", "alice");
        registry.publish("@acme/versions", "1.0.0", "alice");
        registry.put("/-/package/versions/dist-tags/stable", "\"1.0.0\"", as("alice"));
    }

    @ParameterizedTest
    @CsvSource({
        "/versions/1.0.0, 1.0.0",
        "/versions/v1.0.0, 1.0.0",
        "/versions/stable, 1.0.0",
        "/versions/latest, 2.0.0-beta.1",
        "/versions/2.0.0-beta.1, 2.0.0-beta.1"
    })
    void aVersionHasAKeyAndTags(String path, String version) {
        HttpResponse<String> answer = registry.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(json(answer).path("version").stringValue()).isEqualTo(version);
        assertThat(json(answer).path("dist").path("tarball").stringValue())
                .isEqualTo(registry.base() + "versions/-/versions-" + version + ".tgz");
    }

    @Test
    void anAbbreviatedVersionIsStillJson() {
        HttpResponse<String> answer = registry.get("/versions/1.0.0", "Accept", "application/vnd.npm.install-v1+json");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(json(answer).has("_hasShrinkwrap")).isTrue();
        assertThat(json(answer).has("_npmVersion")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@acme/versions/1.0.0", "/@acme%2fversions/1.0.0", "/%40acme%2Fversions/latest"})
    void scopedNamesHaveManySpellings(String path) {
        assertThat(json(registry.get(path, as("bob"))).path("_id").stringValue())
                .isEqualTo("@acme/versions@1.0.0");
    }

    @Test
    void aKnownVersionIsNotSentAgain() {
        String etag =
                registry.get("/versions/1.0.0").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = registry.get("/versions/1.0.0", "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/versions/9.9.9 | 404 | this version doesn't exist: 9.9.9",
                "/versions/nightly | 404 | this version doesn't exist: nightly",
                "/versions/%5E1.0.0 | 400 | invalid version",
                "/versions/.. | 400 | invalid version",
                "/versions/a%2fb | 400 | invalid version",
                "/absent/1.0.0 | 404 | no such package available",
                "/-/unknown | 404 | no such package available",
            })
    void whatIsWrongIsSaid(String path, int status, String message) {
        HttpResponse<String> answer = registry.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @Test
    void rightsAreAskedFor() {
        assertThat(registry.get("/@acme/versions/1.0.0").body())
                .isEqualTo(error("authorization required to access package @acme/versions"));
    }
}
