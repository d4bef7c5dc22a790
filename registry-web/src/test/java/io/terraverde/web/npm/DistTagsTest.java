package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistTagsTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        registry.publish("mine-tagged", "1.0.0", "alice");
        registry.publish("mine-tagged", "2.0.0", "alice");
        registry.publish("@acme/tagged", "1.0.0", "alice");
        registry.publish("secret-tagged", "1.0.0", "root");
    }

    @Test
    void tagsAreListed() {
        HttpResponse<String> answer = registry.get("/-/package/@acme%2ftagged/dist-tags", as("bob"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(pretty("latest", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/@acme/tagged", "/@acme%2ftagged", "/@acme%2Ftagged", "/%40acme/tagged", "/%40acme%2ftagged"})
    void scopedNamesHaveManySpellings(String spelling) {
        assertThat(registry.get("/-/package" + spelling + "/dist-tags", as("bob"))
                        .body())
                .isEqualTo(pretty("latest", "1.0.0"));
    }

    @Test
    void aTagIsSetInThreeWays() {
        registry.publish("ways", "1.0.0", "alice");

        List<HttpResponse<String>> answers = List.of(
                registry.put("/-/package/ways/dist-tags/a", "\"1.0.0\"", as("alice")),
                registry.post("/-/package/ways/dist-tags/b", "\"1.0.0\"", as("alice")),
                registry.put("/ways/c", "\"1.0.0\"", as("alice")));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(pretty("ok", "package tagged"));
        });
        assertThat(tags("ways")).isEqualTo(Map.of("latest", "1.0.0", "a", "1.0.0", "b", "1.0.0", "c", "1.0.0"));
    }

    @Test
    void aMapMergesAndNullRemoves() {
        registry.publish("merged", "1.0.0", "alice");
        registry.put("/-/package/merged/dist-tags/old", "\"1.0.0\"", as("alice"));

        HttpResponse<String> answer =
                registry.post("/-/package/merged/dist-tags", "{\"old\":null,\"new\":\"1.0.0\"}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(pretty("ok", "tags updated"));
        assertThat(tags("merged")).isEqualTo(Map.of("latest", "1.0.0", "new", "1.0.0"));
    }

    @Test
    void aMapWithOneBadVersionChangesNothing() {
        HttpResponse<String> answer = registry.post(
                "/-/package/mine-tagged/dist-tags", "{\"good\":\"1.0.0\",\"bad\":\"9.0.0\"}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(error("this version doesn't exist"));
        assertThat(tags("mine-tagged")).doesNotContainKeys("good", "bad");
    }

    @Test
    void aTagIsRemovedAlsoWhenItIsNotThere() {
        registry.publish("removed", "1.0.0", "alice");
        registry.put("/-/package/removed/dist-tags/beta", "\"1.0.0\"", as("alice"));

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = registry.delete("/-/package/removed/dist-tags/beta", as("alice"));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(pretty("ok", "tag removed"));
        }
        assertThat(tags("removed")).isEqualTo(Map.of("latest", "1.0.0"));
    }

    @Test
    void latestComesBackAsTheHighestVersion() {
        registry.publish("highest", "2.0.0", "alice");
        registry.publish("highest", "1.0.0", "alice");
        assertThat(tags("highest")).containsEntry("latest", "1.0.0");

        registry.delete("/-/package/highest/dist-tags/latest", as("alice"));

        assertThat(tags("highest")).containsEntry("latest", "2.0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /-/package/absent/dist-tags/a | '1.0.0' | 404 | no such package available",
                "DELETE | /-/package/absent/dist-tags/a | '' | 404 | no such package available",
                "PUT | /-/package/mine-tagged/dist-tags/a | '9.9.9' | 404 | this version doesn't exist",
                "PUT | /-/package/mine-tagged/dist-tags/a | 'v1.0.0' | 404 | this version doesn't exist",
                "PUT | /-/package/mine-tagged/dist-tags | '1.0.0' | 404 | File not found",
                "DELETE | /-/package/mine-tagged/dist-tags | '' | 404 | File not found",
                "PUT | /-/package/mine-tagged/dist-tags/a%2Fb | '1.0.0' | 400 | invalid tag",
                "PUT | /-/package/.hidden/dist-tags/a | '1.0.0' | 400 | invalid package",
            })
    void whatIsWrongIsSaid(String method, String path, String version, int status, String message) {
        HttpResponse<String> answer =
                registry.send(method, path, "\"" + version + "\"", withJson(as("alice"), "application/json"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "null", "[\"1.0.0\"]", "", "\"1.0.0"})
    void aVersionIsAJsonString(String body) {
        assertThat(registry.put("/-/package/mine-tagged/dist-tags/a", body, as("alice"))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1.0.0\"", "[]", "{\"a\":1}", "null"})
    void aMergeIsAMapOfVersions(String body) {
        assertThat(registry.post("/-/package/mine-tagged/dist-tags", body, as("alice"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anotherTypeOfBodyIs415() {
        HttpResponse<String> answer = registry.send(
                "PUT", "/-/package/mine-tagged/dist-tags/a", "\"1.0.0\"", withJson(as("alice"), "text/plain"));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo(error("wrong content-type, expect: application/json, got: text/plain"));
    }

    @Test
    void rightsAreAskedForBeforeAnythingElse() {
        HttpResponse<String> anonymous = registry.put("/-/package/mine-absent/dist-tags/a", "\"1.0.0\"");
        HttpResponse<String> bob = registry.delete("/-/package/mine-tagged/dist-tags/latest", as("bob"));
        HttpResponse<String> reader = registry.get("/-/package/secret-tagged/dist-tags", as("bob"));

        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.body()).isEqualTo(error("authorization required to publish package mine-absent"));
        assertThat(bob.statusCode()).isEqualTo(403);
        assertThat(bob.body()).isEqualTo(error("user bob is not allowed to publish package mine-tagged"));
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(reader.body()).isEqualTo(error("user bob is not allowed to access package secret-tagged"));
    }

    private static Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        json(registry.get("/-/package/" + name + "/dist-tags"))
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
        return tags;
    }

    private static String[] withJson(String[] credential, String type) {
        return new String[] {credential[0], credential[1], "Content-Type", type};
    }
}
