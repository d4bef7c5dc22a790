package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.document;
import static io.terraverde.web.app.RunningRegistry.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.TarballFixture;
import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WritePackageTest {
    private static final String CREATED = """
            {
              "ok": "created new package",
              "success": true
            }
            """;
    private static final String CHANGED = """
            {
              "ok": "package changed",
              "success": true
            }
            """;

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.with("max_body_size: 200kb\n");

    @Test
    void aVersionIsPublished() {
        HttpResponse<String> first = publish("new", "1.0.0");
        HttpResponse<String> second = publish("new", "1.1.0");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).isEqualTo(CREATED);
        assertThat(second.body()).isEqualTo(CREATED);
        assertThat(registry.packument("new").path("versions").propertyNames()).containsExactly("1.0.0", "1.1.0");
        assertThat(registry.packument("new").at("/maintainers/0/name").stringValue())
                .isEqualTo("alice");
    }

    @Test
    void otherBytesOfAVersionAreRefused() {
        publish("taken", "1.0.0");
        byte[] other = TarballFixture.aTarballOf("taken", "1.0.0")
                .withFile("package/x", "x")
                .bytes();

        HttpResponse<String> answer = registry.put("/taken", document("taken", "1.0.0", other), as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo(error("this package is already present"));
        assertThat(publish("taken", "1.0.0").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'other','versions':{},'_attachments':{}} | 422 | bad incoming package data",
                "{'versions':{}} | 422 | bad incoming package data",
                "{'name':'wrong','versions':{'1.0.0':'text'}} | 422 | bad incoming package data",
                "{'name':'wrong','versions':{'1.0.0':{}},'_attachments':{}} | 400 | unsupported registry call",
                "{'name':'wrong','versions':{'1.0.0':{}},'_attachments':{'a b.tgz':null}} | 400 | unsupported registry call",
                "[] | 400 | can't parse incoming json",
                "7 | 400 | can't parse incoming json",
            })
    void whatIsWrongIsSaid(String body, int status, String message) {
        HttpResponse<String> answer = registry.put("/wrong", body.replace('\'', '"'), as("alice"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
        assertThat(registry.get("/wrong").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"name\":\"wrong\"", "", "nonsense", "{\"name\":\"a\",\"name\":\"b\"}"})
    void whatIsNoJsonIs400(String body) {
        assertThat(registry.put("/wrong", body, as("alice")).statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOfAnotherTypeIs415() {
        String[] alice = as("alice");
        HttpResponse<String> other =
                registry.send("PUT", "/wrong", "{}", alice[0], alice[1], "Content-Type", "text/json");
        HttpResponse<String> none = registry.send("PUT", "/wrong", "{}", alice);
        HttpResponse<String> upload = registry.put("/wrong/-/wrong-1.0.0.tgz/1", "{}", alice);

        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(none.statusCode()).isEqualTo(415);
        assertThat(none.body()).isEqualTo(error("content-type is missing, expect: application/json"));
        assertThat(upload.statusCode()).isEqualTo(415);
    }

    @Test
    void aLargeBodyIs413() {
        HttpResponse<String> answer =
                registry.put("/wrong", "{\"name\":\"" + "x".repeat(300 << 10) + "\"}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo(error("request entity too large"));
    }

    @Test
    void versionsAreDeprecatedAndNotAnyMore() {
        publish("old", "1.0.0");
        publish("old", "2.0.0");

        HttpResponse<String> deprecated = registry.put(
                "/old", "{\"name\":\"old\",\"versions\":{\"1.0.0\":{\"deprecated\":\"use 2\"}}}", as("alice"));
        String message =
                registry.packument("old").at("/versions/1.0.0/deprecated").stringValue();
        registry.put("/old", "{\"name\":\"old\",\"versions\":{\"1.0.0\":{\"deprecated\":\"\"}}}", as("alice"));

        assertThat(deprecated.statusCode()).isEqualTo(201);
        assertThat(deprecated.body()).isEqualTo(CHANGED);
        assertThat(message).isEqualTo("use 2");
        assertThat(registry.packument("old").at("/versions/1.0.0").has("deprecated"))
                .isFalse();
        assertThat(registry.packument("old").path("versions").propertyNames()).containsExactly("1.0.0", "2.0.0");
    }

    @Test
    void messagesOfAnOlderStateDoNotComeBack() {
        publish("undone", "1.0.0");
        publish("undone", "2.0.0");
        registry.put("/undone", "{\"name\":\"undone\",\"versions\":{\"1.0.0\":{\"deprecated\":\"old\"}}}", as("alice"));
        String read = registry.rev("undone");
        registry.put("/undone", "{\"name\":\"undone\",\"versions\":{\"1.0.0\":{\"deprecated\":\"\"}}}", as("alice"));
        String versions = "{\"1.0.0\":{\"deprecated\":\"old\"},\"2.0.0\":{\"deprecated\":\"broken\"}}";

        HttpResponse<String> answer = registry.put(
                "/undone",
                "{\"name\":\"undone\",\"_rev\":\"" + read + "\",\"versions\":" + versions + "}",
                as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(registry.packument("undone").path("versions").toString()).doesNotContain("deprecated");
    }

    @Test
    void aDeprecationOfThePresentStateMayBeRepeated() {
        publish("again-old", "1.0.0");
        String body = "{\"name\":\"again-old\",\"_rev\":\"" + registry.rev("again-old")
                + "\",\"versions\":{\"1.0.0\":{\"deprecated\":\"old\"}}}";

        HttpResponse<String> first = registry.put("/again-old", body, as("alice"));
        HttpResponse<String> repeated = registry.put("/again-old", body, as("alice"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(repeated.statusCode()).isEqualTo(201);
    }

    @Test
    void deprecatingNeedsTheRightToUnpublish() {
        publish("mine-old", "1.0.0");

        HttpResponse<String> answer = registry.put(
                "/mine-old", "{\"name\":\"mine-old\",\"versions\":{\"1.0.0\":{\"deprecated\":\"x\"}}}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(error("user alice is not allowed to unpublish package mine-old"));
    }

    @Test
    void aPackageIsStarredAndNotAnyMore() {
        publish("bright", "1.0.0");

        HttpResponse<String> starred =
                registry.put("/bright", "{\"_id\":\"bright\",\"users\":{\"bob\":true,\"eve\":true}}", as("bob"));
        JsonNode users = registry.packument("bright").path("users");
        registry.put("/bright/-rev/any", "{\"_id\":\"bright\",\"users\":{}}", as("bob"));

        assertThat(starred.statusCode()).isEqualTo(200);
        assertThat(starred.body()).isEqualTo("{\n  \"success\": true\n}\n");
        assertThat(users.propertyNames()).containsExactly("bob");
        assertThat(registry.packument("bright").path("users").isEmpty()).isTrue();
    }

    @Test
    void whatIsAbsentCannotBeChanged() {
        List<HttpResponse<String>> answers = List.of(
                registry.put("/absent", "{\"users\":{}}", as("alice")),
                registry.put("/absent/-rev/1-a", "{\"name\":\"absent\",\"versions\":{}}", as("alice")),
                registry.put(
                        "/absent",
                        "{\"name\":\"absent\",\"versions\":{\"1.0.0\":{\"deprecated\":\"x\"}}}",
                        as("alice")));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(error("no such package available"));
        });
    }

    @Test
    void aRevisionThatIsNotThePresentOneIs409() {
        publish("moved", "1.0.0");

        HttpResponse<String> answer =
                registry.put("/moved/-rev/1-0000000000000000", "{\"name\":\"moved\",\"versions\":{}}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(registry.packument("moved").path("versions").has("1.0.0")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"whole\"}", "{\"name\":\"whole\",\"versions\":null}", "{\"versions\":{}}"})
    void aRevisionWithoutNameOrVersionsIs422(String body) {
        if (registry.get("/whole").statusCode() == 404) {
            publish("whole", "1.0.0");
        }

        HttpResponse<String> answer = registry.put("/whole/-rev/" + registry.rev("whole"), body, as("alice"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(registry.packument("whole").path("versions").has("1.0.0")).isTrue();
    }

    @Test
    void ownersAreChanged() {
        publish("owned", "1.0.0");
        String owners = "\"maintainers\":[{\"name\":\"alice\",\"email\":\"\"},{\"name\":\"bob\",\"email\":\"b@x\"}]";

        HttpResponse<String> changed =
                registry.put("/owned/-rev/" + registry.rev("owned"), "{\"_id\":\"owned\"," + owners + "}", as("alice"));
        HttpResponse<String> none = registry.put(
                "/owned/-rev/" + registry.rev("owned"), "{\"_id\":\"owned\",\"maintainers\":[]}", as("alice"));

        assertThat(changed.statusCode()).isEqualTo(201);
        assertThat(changed.body()).isEqualTo(CHANGED);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(registry.packument("owned").path("maintainers")).hasSize(2);
    }

    @Test
    void rightsAreAskedForBeforeTheBody() {
        HttpResponse<String> anonymous = registry.put("/mine-x", "nonsense");
        HttpResponse<String> bob = registry.put("/mine-x", "nonsense", as("bob"));

        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.body()).isEqualTo(error("authorization required to publish package mine-x"));
        assertThat(bob.statusCode()).isEqualTo(403);
        assertThat(bob.body()).isEqualTo(error("user bob is not allowed to publish package mine-x"));
    }

    private static HttpResponse<String> publish(String name, String version) {
        return registry.put(
                "/" + name,
                document(name, version, TarballFixture.aTarballOf(name, version).bytes()),
                as("alice"));
    }
}
