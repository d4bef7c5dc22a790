package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.basic;
import static io.terraverde.web.app.RunningRegistry.bearer;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final String PATH = "/-/npm/v1/user";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @Test
    void aUserSeesItself() {
        HttpResponse<String> answer = registry.get(PATH, as("alice"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("""
                {
                  "tfa": false,
                  "name": "alice",
                  "email": "",
                  "email_verified": false,
                  "created": "",
                  "updated": "",
                  "cidr_whitelist": null,
                  "fullname": ""
                }
                """);
    }

    @Test
    void nobodyHasNoProfile() {
        for (HttpResponse<String> answer : List.of(registry.get(PATH), registry.post(PATH, "{}"))) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(pretty("message", "You must be logged in to publish packages."));
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic, Bearer");
        }
    }

    @Test
    void aNewPasswordCountsAtOnce() {
        String token = registry.register("carol");

        HttpResponse<String> answer = change("carol-pw", "new-pw", as("carol"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("name").stringValue()).isEqualTo("carol");
        assertThat(registry.get(PATH, as("carol")).statusCode()).isEqualTo(401);
        assertThat(registry.get(PATH, bearer(token)).statusCode()).isEqualTo(401);
        assertThat(registry.get(PATH, basic("carol", "new-pw")).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongOldPasswordChangesNothing() {
        HttpResponse<String> answer = change("wrong", "new-pw", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo(error("Unable to change password for user 'alice': invalid old password"));
        assertThat(registry.get(PATH, as("alice")).statusCode()).isEqualTo(200);
    }

    @Test
    void aShortNewPasswordIsRefused() {
        HttpResponse<String> answer = change("alice-pw", "ab", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(error("The provided password does not pass the validation"));
    }

    @Test
    void twoFactorsAreNotThere() {
        HttpResponse<String> answer =
                registry.post(PATH, "{\"tfa\":{\"password\":\"alice-pw\",\"mode\":\"auth-only\"}}", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo(error("the two-factor authentication is not yet supported"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"fullname\":\"Alice\"}", "{\"password\":\"x\"}", "[]", "{\"password\":null}"})
    void anythingElseIsRefused(String body) {
        assertThat(registry.post(PATH, body, as("alice")).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> change(String before, String after, String... headers) {
        return registry.post(PATH, "{\"password\":{\"old\":\"" + before + "\",\"new\":\"" + after + "\"}}", headers);
    }
}
