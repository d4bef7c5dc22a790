package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Clients that call too often.
class RateLimitsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final RateLimits limits = new RateLimits(now::get, Duration.ofMinutes(15), 2);

    @Test
    void whoCallsTooOftenIsSentAwayUntilTheWindowEnds() throws Exception {
        try (TestServer server = TestServer.with(
                Router.builder().get("/limited", limits.newCounter().guard(e -> Answers.json(200, "ok"))),
                HttpLimits.defaults(),
                TrustProxy.all())) {
            HttpResponse<String> first = server.get("/limited");
            HttpResponse<String> second = server.get("/limited");
            HttpResponse<String> third = server.get("/limited");
            HttpResponse<String> other = server.get("/limited", "X-Forwarded-For", "1.1.1.1");
            now.set(Instant.parse("2026-01-01T00:15:00Z"));
            HttpResponse<String> later = server.get("/limited");

            assertThat(first.headers().map())
                    .containsEntry("x-ratelimit-limit", List.of("2"))
                    .containsEntry("x-ratelimit-remaining", List.of("1"))
                    .containsEntry("x-ratelimit-reset", List.of("1767226500"));
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).isEqualTo("Too many requests, please try again later.");
            assertThat(third.headers().map())
                    .containsEntry("retry-after", List.of("900"))
                    .containsEntry("x-ratelimit-remaining", List.of("0"))
                    .containsEntry("content-type", List.of("text/html; charset=utf-8"));
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(later.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countersDoNotShareTheirCountsButTheirWindow() throws Exception {
        try (TestServer server = TestServer.with(Router.builder()
                .get("/a", limits.newCounter().guard(e -> Answers.json(200, "ok")))
                .get("/b", limits.newCounter().guard(e -> {
                    throw new HttpRefusal(404, "no");
                })))) {
            server.get("/a");
            server.get("/a");

            HttpResponse<String> other = server.get("/b");

            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(other.headers().firstValue("x-ratelimit-remaining")).contains("1");
            assertThat(server.get("/a").statusCode()).isEqualTo(429);
        }
    }
}
