package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @BeforeAll
    static void publish() {
        for (String name : List.of("needle-one", "needle-two", "needle-three", "hay")) {
            registry.publish(name, "1.0.0", "alice");
        }
        registry.publish("@acme/needle", "0.1.0", "alice");
        registry.publish("secret-needle", "1.0.0", "root");
    }

    @Test
    void packagesAreFound() {
        HttpResponse<String> answer = registry.get("/-/v1/search?text=needle&size=20&from=0");

        JsonNode page = json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("\n");
        assertThat(names(page)).containsExactlyInAnyOrder("needle-one", "needle-two", "needle-three");
        assertThat(page.path("total").intValue()).isEqualTo(3);
        assertThat(page.path("time").stringValue()).endsWith(" GMT");
        JsonNode found = page.at("/objects/0/package");
        assertThat(found.path("version").stringValue()).isEqualTo("1.0.0");
        assertThat(found.path("date").isString()).isTrue();
        assertThat(found.at("/publisher/username").stringValue()).isEqualTo("alice");
        assertThat(found.at("/maintainers/0/username").stringValue()).isEqualTo("alice");
        assertThat(found.path("keywords").isArray()).isTrue();
        assertThat(found.path("links").isObject()).isTrue();
    }

    @Test
    void theTotalIsThatOfAllPages() {
        JsonNode first = json(registry.get("/-/v1/search?text=needle&size=2"));
        JsonNode second = json(registry.get("/-/v1/search?text=needle&size=2&from=2"));

        assertThat(first.path("objects")).hasSize(2);
        assertThat(second.path("objects")).hasSize(1);
        assertThat(first.path("total").intValue()).isEqualTo(3);
        assertThat(second.path("total").intValue()).isEqualTo(3);
        assertThat(names(first)).doesNotContainAnyElementsOf(names(second));
    }

    @Test
    void everybodyFindsWhatHeMayRead() {
        assertThat(names(json(registry.get("/-/v1/search?text=needle", as("bob")))))
                .contains("@acme/needle")
                .doesNotContain("secret-needle");
        assertThat(names(json(registry.get("/-/v1/search?text=needle", as("root")))))
                .contains("secret-needle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=needle&size=-1",
                "text=needle&size=x&from=y",
                "text=needle&size=99999999999999999999",
                "text=needle&text=hay",
                "text[]=needle&text=needle",
                "text=needle&size[]=1",
                "text=NEEDLE"
            })
    void oddParametersHarmNobody(String query) {
        HttpResponse<String> answer =
                registry.get("/-/v1/search?" + query.replace("[", "%5B").replace("]", "%5D"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("objects").isArray()).isTrue();
    }

    @Test
    void everythingIsFoundWithoutAText() {
        assertThat(names(json(registry.get("/-/v1/search")))).contains("hay", "needle-one");
    }

    @Test
    void starsAreListed() {
        registry.put("/hay", "{\"users\":{\"bob\":true}}", as("bob"));
        registry.put("/@acme%2fneedle", "{\"users\":{\"bob\":true}}", as("bob"));

        HttpResponse<String> quoted = registry.get("/-/_view/starredByUser?key=%22bob%22", as("bob"));
        HttpResponse<String> bare = registry.get("/-/_view/starredByUser?key=bob");

        assertThat(quoted.statusCode()).isEqualTo(200);
        assertThat(json(quoted).path("rows")).hasSize(2);
        assertThat(json(bare).toString()).isEqualTo("{\"rows\":[{\"value\":\"hay\"}]}");
        assertThat(registry.get("/-/_view/starredByUser?key=nobody").body()).isEqualTo("{\n  \"rows\": []\n}\n");
    }

    @Test
    void starsOfNobodyAre400() {
        HttpResponse<String> answer = registry.get("/-/_view/starredByUser");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error("missing query key username"));
        assertThat(registry.get("/-/_view/starredByPackage?key=x").body()).isEqualTo(error("File not found"));
    }

    private static List<String> names(JsonNode page) {
        return page.path("objects")
                .valueStream()
                .map(object -> object.at("/package/name").stringValue())
                .toList();
    }
}
