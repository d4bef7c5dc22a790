package io.terraverde.web.npm;

import static io.terraverde.web.app.RunningRegistry.as;
import static io.terraverde.web.app.RunningRegistry.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.TarballFixture;
import io.terraverde.web.app.RunningRegistry;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client may not do too often, and how large things may be.
class LimitsTest {
    @RegisterExtension
    static final RunningRegistry few = RunningRegistry.with("userRateLimit: {windowMs: 600000, max: 4}\n");

    @RegisterExtension
    static final RunningRegistry small = RunningRegistry.withOwn("limits: {headers: 2kb, packument: 3kb}");

    @Test
    void aRouteThatIsCalledTooOftenIs429AndTheOthersAreNot() {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = few.get("/-/npm/v1/tokens", as("alice"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-RateLimit-Limit")).contains("4");
            left.add(Integer.valueOf(
                    answer.headers().firstValue("X-RateLimit-Remaining").orElseThrow()));
        }

        HttpResponse<String> refused = few.get("/-/npm/v1/tokens", as("alice"));

        assertThat(left).containsExactly(3, 2, 1, 0);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("Too many requests, please try again later.");
        assertThat(refused.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(refused.headers().firstValue("Retry-After")).contains("600");
        assertThat(refused.headers().firstValue("X-RateLimit-Reset").orElseThrow())
                .matches("\\d{10}");
        assertThat(few.get("/-/npm/v1/user", as("alice")).statusCode()).isEqualTo(200);
        assertThat(few.get("/-/whoami", as("alice")).headers().firstValue("X-RateLimit-Limit"))
                .isEmpty();
    }

    @Test
    void whoWaitsForALoginMayAskManyTimes() {
        HttpResponse<String> answer = few.get("/-/v1/done/" + "0".repeat(64));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-RateLimit-Limit")).contains("80");
    }

    @Test
    void aClientBeginsATenthOfAllLoginsAtMost() {
        for (int i = 0; i < 100; i++) {
            assertThat(small.post("/-/v1/login", "{}").statusCode()).isEqualTo(200);
        }

        assertThat(small.post("/-/v1/login", "{}").statusCode()).isEqualTo(429);
        assertThat(small.post("/-/v1/login", "{}", "npm-auth-type", "legacy").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /-/user/org.couchdb.user:alice",
        "DELETE, /-/user/token/x",
        "POST, /-/npm/v1/user",
        "POST, /-/npm/v1/tokens",
        "DELETE, /-/npm/v1/tokens/token/x",
        "GET, /-/_view/starredByUser",
        "GET, /-/v1/search",
        "POST, /-/v1/login"
    })
    void routesThatCostAreCounted(String method, String path) {
        HttpResponse<String> answer =
                few.send(method, path, method.equals("POST") ? "{}" : null, RunningRegistry.isJson());

        assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).contains("3");
    }

    @Test
    void headersHaveABound() {
        assertThat(small.get("/-/ping", "X-Much", "x".repeat(1000)).statusCode())
                .isEqualTo(200);
        assertThat(small.get("/-/ping", "X-Much", "x".repeat(3000)).statusCode())
                .isEqualTo(431);
    }

    @Test
    void aPackumentHasABound() {
        small.publish("growing", "1.0.0", "alice");
        int status = 201;
        int versions = 1;
        HttpResponse<String> answer = null;
        while (status == 201 && versions < 20) {
            String version = "1.0." + versions;
            answer = small.put(
                    "/growing",
                    document(
                            "growing",
                            version,
                            TarballFixture.aTarballOf("growing", version).bytes()),
                    as("alice"));
            status = answer.statusCode();
            versions++;
        }

        assertThat(status).isEqualTo(413);
        assertThat(Objects.requireNonNull(answer).body()).contains("cannot store the packument");
        assertThat(small.packument("growing").path("versions")).hasSize(versions - 1);
    }
}
