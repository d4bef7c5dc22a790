package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.bearer;
import static io.terraverde.web.app.RunningRegistry.error;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokenListTest {
    private static final String PATH = "/-/npm/v1/tokens";

    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.with("server: {trustProxy: true}\n");

    @Test
    void aTokenIsShownOnceAndListedMasked() {
        registry.register("lister");

        HttpResponse<String> created = create(
                "lister", "{\"password\":\"lister-pw\",\"name\":\"ci\",\"readonly\":false,\"cidr_whitelist\":[]}");
        HttpResponse<String> listed = registry.get(PATH, as("lister"));

        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-cache, no-store");
        JsonNode token = json(created);
        String text = token.path("token").stringValue();
        String mask = text.substring(0, 5) + "..." + text.substring(text.length() - 5);
        assertThat(token.path("user").stringValue()).isEqualTo("lister");
        assertThat(token.path("key").stringValue()).matches("[0-9a-f]{32}");
        assertThat(token.path("readonly").booleanValue()).isFalse();
        assertThat(token.path("created").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(listed.statusCode()).isEqualTo(200);
        JsonNode only = json(listed).path("objects").path(0);
        assertThat(only.path("token").stringValue()).isEqualTo(mask);
        assertThat(only.path("key")).isEqualTo(token.path("key"));
        assertThat(json(listed).path("objects")).hasSize(1);
        assertThat(json(listed).path("urls").path("next").stringValue()).isEmpty();
        assertThat(listed.body()).doesNotContain(text);
        assertThat(registry.get("/-/whoami", bearer(text)).body()).isEqualTo(pretty("username", "lister"));
    }

    @Test
    void aRevokedTokenIsRefusedEverywhere() {
        JsonNode token = json(create("alice", "{\"password\":\"alice-pw\"}"));
        String text = token.path("token").stringValue();

        HttpResponse<String> revoked =
                registry.delete(PATH + "/token/" + token.path("key").stringValue(), as("alice"));
        HttpResponse<String> refused = registry.get("/-/whoami", bearer(text));

        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(revoked.body()).isEqualTo("{}\n");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo(error("unauthorized access"));
    }

    @Test
    void revokingAnUnknownKeyIsNoError() {
        HttpResponse<String> answer = registry.delete(PATH + "/token/0123456789abcdef0123456789abcdef", as("bob"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}\n");
    }

    @Test
    void nobodyRevokesTheTokenOfAnother() {
        JsonNode token = json(create("alice", "{\"password\":\"alice-pw\"}"));

        registry.delete(PATH + "/token/" + token.path("key").stringValue(), as("bob"));

        assertThat(registry.get("/-/whoami", bearer(token.path("token").stringValue()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aReadonlyTokenReads() {
        String text = text(create("alice", "{\"password\":\"alice-pw\",\"readonly\":true}"));
        registry.publish("read-me", "1.0.0", "alice");

        assertThat(registry.get("/read-me", bearer(text)).statusCode()).isEqualTo(200);
        for (String method : List.of("PUT", "POST", "DELETE")) {
            HttpResponse<String> refused =
                    registry.send(method, "/-/package/read-me/dist-tags/x", "\"1.0.0\"", withJson(bearer(text)));
            assertThat(refused.statusCode()).as(method).isEqualTo(403);
            assertThat(refused.body()).isEqualTo(error("unauthorized access"));
        }
    }

    @Test
    void aTokenCountsOnlyFromItsAddresses() {
        String text = text(
                create("alice", "{\"password\":\"alice-pw\",\"cidr_whitelist\":[\"10.1.0.0/16\",\"192.168.7.9\"]}"));

        assertThat(from("10.1.200.3", text)).isEqualTo(200);
        assertThat(from("192.168.7.9", text)).isEqualTo(200);
        assertThat(from("10.2.0.1", text)).isEqualTo(403);
        assertThat(registry.get("/-/whoami", bearer(text)).statusCode()).isEqualTo(403);
    }

    @Test
    void anExpiredTokenIsRefused() throws IOException {
        registry.register("late");
        JsonNode token = json(create("late", "{\"password\":\"late-pw\",\"expires\":3}"));
        String expires = token.path("expires").stringValue();
        assertThat(registry.get("/-/whoami", bearer(token.path("token").stringValue()))
                        .statusCode())
                .isEqualTo(200);

        String tokens = Files.readString(registry.stored(".token-db.json"));
        String yearLessThree = expires.replaceFirst("^\\d{4}", "2020").substring(0, 10);
        Files.writeString(registry.stored(".token-db.json"), tokens.replace(expires.substring(0, 10), yearLessThree));

        assertThat(registry.get("/-/whoami", bearer(token.path("token").stringValue()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobodyHasNoTokens() {
        HttpResponse<String> listed = registry.get(PATH);
        HttpResponse<String> revoked = registry.delete(PATH + "/token/0123");
        HttpResponse<String> created = registry.post(PATH, "{\"password\":\"" + "x".repeat(100_000) + "\"}");

        assertThat(listed.statusCode()).isEqualTo(401);
        assertThat(listed.body()).isEqualTo(error("no credentials provided"));
        assertThat(revoked.statusCode()).isEqualTo(401);
        assertThat(revoked.body()).isEqualTo(error("no credentials provided"));
        assertThat(created.statusCode()).isEqualTo(401);
        assertThat(created.body()).isEqualTo(error("bad username/password, access denied"));
    }

    @Test
    void aWrongPasswordMakesNoToken() {
        HttpResponse<String> answer = create("alice", "{\"password\":\"wrong\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(error("bad username/password, access denied"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"alice-pw\",\"readonly\":\"yes\"}",
                "{\"password\":\"alice-pw\",\"cidr_whitelist\":\"10.0.0.0/8\"}"
            })
    void parametersOfTheWrongTypeAre422(String body) {
        HttpResponse<String> answer = create("alice", body);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo(error("the parameters are not valid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"soon\"", "99999999"})
    void aTokenExpiresInWholeDays(String expires) {
        assertThat(create("alice", "{\"password\":\"alice-pw\",\"expires\":" + expires + "}")
                        .statusCode())
                .isEqualTo(422);
    }

    private static HttpResponse<String> create(String user, String body) {
        return registry.post(PATH, body, as(user));
    }

    private static String text(HttpResponse<String> created) {
        return json(created).path("token").stringValue();
    }

    private static int from(String address, String token) {
        String[] credential = bearer(token);
        return registry.get("/-/whoami", credential[0], credential[1], "X-Forwarded-For", address)
                .statusCode();
    }

    private static String[] withJson(String[] credential) {
        return new String[] {credential[0], credential[1], "Content-Type", "application/json"};
    }
}
