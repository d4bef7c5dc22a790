package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.bearer;
import static io.terraverde.web.app.RunningRegistry.json;
import static io.terraverde.web.app.RunningRegistry.pretty;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebLoginPagesTest {
    @RegisterExtension
    static final RunningRegistry registry = RunningRegistry.usual();

    @ParameterizedTest
    @CsvSource({"npm-auth-type, legacy", "User-Agent, npm/6.14.18 node/v20.0.0 linux x64"})
    void aClientThatAsksForNameAndPasswordIsLetDoSo(String header, String value) {
        HttpResponse<String> begun =
                registry.send("POST", "/-/v1/login", "{}", "Content-Type", "application/json", header, value);

        assertThat(begun.statusCode()).isEqualTo(404);
    }

    @Test
    void aLoginGoesThroughTheBrowser() {
        HttpResponse<String> begun = registry.post("/-/v1/login", "{\"hostname\":\"laptop\"}");
        String login = path(json(begun).path("loginUrl").stringValue());
        String done = path(json(begun).path("doneUrl").stringValue());
        HttpResponse<String> waiting = registry.get(done);
        HttpResponse<String> page = registry.get(login);
        HttpResponse<String> submitted = submit(login, "username=alice&password=alice-pw");
        HttpResponse<String> token = registry.get(done);
        HttpResponse<String> gone = registry.get(done);

        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(waiting.statusCode()).isEqualTo(202);
        assertThat(waiting.headers().firstValue("Retry-After")).contains("1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("<form method=\"post\">");
        assertThat(submitted.statusCode()).isEqualTo(200);
        assertThat(submitted.body()).contains("You are logged in").doesNotContain("<form");
        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(token.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(registry.get("/-/whoami", bearer(json(token).path("token").stringValue()))
                        .body())
                .isEqualTo(pretty("username", "alice"));
    }

    @Test
    void thePageLoadsNothingAndIsFramedByNobody() {
        HttpResponse<String> page = registry.get(begin("login"));

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("deny");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username=alice&password=wrong",
                "username=%3Cscript%3E&password=x",
                "username=nobody&password=x",
                "",
                "nonsense"
            })
    void aWrongPasswordShowsTheFormAgain(String form) {
        String login = begin("login");

        HttpResponse<String> wrong = submit(login, form);
        HttpResponse<String> right = submit(login, "password=alice-pw&username=alice");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body())
                .contains("User name or password is wrong.", "<form")
                .doesNotContain("<script");
        assertThat(right.statusCode()).isEqualTo(200);
    }

    @Test
    void escapesThatCannotBeReadAre400() {
        assertThat(submit(begin("login"), "username=%zz&password=x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anApprovedLoginIsOverForTheBrowser() {
        String login = begin("login");
        submit(login, "username=alice&password=alice-pw");

        assertThat(registry.get(login).statusCode()).isEqualTo(404);
        assertThat(submit(login, "username=bob&password=bob-pw").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "DELETE"})
    void aLoginIsPolledWithAnyMethod(String method) {
        String done = begin("done");

        assertThat(registry.send(method, done, null).statusCode()).isEqualTo(202);
        submit(done.replace("/done/", "/login/"), "username=alice&password=alice-pw");
        assertThat(registry.send(method, done, null).statusCode()).isEqualTo(200);
        assertThat(registry.send(method, done, null).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "..%2f..%2fhtpasswd", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void whatWasNeverBegunIsOver(String id) {
        assertThat(registry.get("/-/v1/login/" + id).statusCode()).isEqualTo(404);
        assertThat(registry.get("/-/v1/login/" + id).body()).contains("This login is over");
        assertThat(submit("/-/v1/login/" + id, "username=alice&password=alice-pw")
                        .statusCode())
                .isEqualTo(404);
        assertThat(registry.get("/-/v1/done/" + id).statusCode()).isEqualTo(404);
    }

    /// The path of a new login.
    private static String begin(String which) {
        return path(json(registry.post("/-/v1/login", "{}")).path(which + "Url").stringValue());
    }

    private static HttpResponse<String> submit(String path, String form) {
        return registry.send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private static String path(String url) {
        assertThat(url).startsWith(registry.base() + "-/v1/");
        return url.substring(registry.base().length() - 1);
    }
}
