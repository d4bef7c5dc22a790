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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @Test
    void aNewUserIsCreatedWithAToken() {
        HttpResponse<String> answer = logIn("carol", "carol-pw");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).path("ok").stringValue()).isEqualTo("user 'carol' created");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache, no-store");
        String token = json(answer).path("token").stringValue();
        assertThat(whoAmI(bearer(token))).isEqualTo(pretty("username", "carol"));
    }

    @Test
    void aUserLogsInAgainByPasswordOrToken() {
        String token =
                json(logIn("alice", "alice-pw", as("alice"))).path("token").stringValue();
        HttpResponse<String> again = logIn("alice", "alice-pw", bearer(token));

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).path("ok").stringValue()).isEqualTo("you are authenticated as 'alice'");
        assertThat(again.headers().firstValue("Cache-Control")).contains("no-cache, no-store");
        assertThat(whoAmI(bearer(json(again).path("token").stringValue()))).isEqualTo(pretty("username", "alice"));
    }

    @Test
    void npmsLegacyLoginIsServed() {
        HttpResponse<String> taken = logIn("bob", "bob-pw");
        HttpResponse<String> shown = registry.get("/-/user/org.couchdb.user:bob?write=true");
        HttpResponse<String> again = registry.put(
                "/-/user/org.couchdb.user:bob/-rev/undefined", "{\"name\":\"bob\",\"password\":\"bob-pw\"}", as("bob"));

        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(taken.body()).isEqualTo(error("username is already registered"));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).path("ok").stringValue()).isEqualTo("you are authenticated as 'bob'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'alice','password':'wrong'} | 401 | unauthorized access",
                "{'name':'dave','password':'ab'} | 400 | The provided password does not pass the validation",
                "{'name':'dave'} | 400 | The provided password does not pass the validation",
                "{'password':'long enough'} | 400 | username and password is required",
                "{'name':'d/ve','password':'long enough'} | 409 | username should not contain non-uri-safe characters",
            })
    void whatIsWrongIsSaid(String body, int status, String message) {
        HttpResponse<String> answer = registry.put("/-/user/org.couchdb.user:x", body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(error(message));
    }

    @Test
    void aWrongPasswordInTheBodyOfALoggedInUserIs401() {
        HttpResponse<String> answer = logIn("alice", "wrong", as("alice"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(error("bad username/password, access denied"));
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic, Bearer");
    }

    @Test
    void aBodyThatIsNoObjectIsNoUser() {
        HttpResponse<String> answer = registry.put("/-/user/org.couchdb.user:x", "[]");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOfAnotherTypeIs415() {
        HttpResponse<String> answer =
                registry.send("PUT", "/-/user/org.couchdb.user:x", "name=x", "Content-Type", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo(error("wrong content-type, expect: application/json, got: text/plain"));
    }

    @Test
    void aUserIsShownToUsers() {
        HttpResponse<String> known = registry.get("/-/user/org.couchdb.user:bob", as("alice"));
        HttpResponse<String> unknown = registry.get("/-/user/org.couchdb.user:nobody", as("alice"));
        HttpResponse<String> anonymous = registry.get("/-/user/org.couchdb.user:nobody");

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(json(known).path("name").stringValue()).isEqualTo("bob");
        assertThat(json(known).path("ok").stringValue()).isEqualTo("you are authenticated as 'alice'");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(anonymous.statusCode()).isEqualTo(200);
        assertThat(json(anonymous).path("ok").stringValue()).isEqualTo("you are authenticated as 'undefined'");
    }

    @Test
    void loggingOutSaysSoWhateverTheToken() {
        HttpResponse<String> answer = registry.delete("/-/user/token/a%2Fb%3D");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(pretty("ok", "Logged out"));
    }

    @Test
    void loggingOutRevokesAGeneratedToken() {
        String token = json(registry.post("/-/npm/v1/tokens", "{\"password\":\"alice-pw\"}", as("alice")))
                .path("token")
                .stringValue();

        registry.delete("/-/user/token/" + token.replace("/", "%2F").replace("+", "%2B"), bearer(token));

        assertThat(registry.get("/-/whoami", bearer(token)).statusCode()).isEqualTo(403);
    }

    @Test
    void nobodyIsAnEmptyObject() {
        assertThat(whoAmI()).isEqualTo("{}\n");
        assertThat(whoAmI(basic("alice", "wrong"))).isEqualTo("{}\n");
        assertThat(whoAmI(bearer("garbage"))).isEqualTo("{}\n");
        assertThat(whoAmI("Authorization", "Digest x")).isEqualTo("{}\n");
        assertThat(whoAmI("Authorization", "Basic")).isEqualTo("{}\n");
        assertThat(whoAmI(basic("__proto__", "x"))).isEqualTo("{}\n");
    }

    private static String whoAmI(String... headers) {
        HttpResponse<String> answer = registry.get("/-/whoami", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> logIn(String name, String password, String... headers) {
        return registry.put(
                "/-/user/org.couchdb.user:" + name,
                "{\"name\":\"" + name + "\",\"password\":\"" + password + "\",\"type\":\"user\",\"roles\":[]}",
                headers);
    }
}
