package io.terraverde.web.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What load balancers and supervisors ask: is it there, is it alive, may it get requests.
public final class HealthEndpoints {
    private final Draining draining;
    private final Supplier<Optional<String>> problem;
    private final Supplier<Map<String, String>> uplinks;

    /// @param problem why the registry cannot serve, in a few words; empty when it can
    /// @param uplinks the state of each server outside, in a few words
    public HealthEndpoints(
            Draining draining, Supplier<Optional<String>> problem, Supplier<Map<String, String>> uplinks) {
        this.draining = draining;
        this.problem = problem;
        this.uplinks = uplinks;
    }

    /// `/-/ping`: `{}`.
    public Endpoint ping() {
        BodyAnswer answer = Answers.json(200, Map.of());
        return exchange -> answer;
    }

    /// `/-/health/live`: 200 as long as requests are answered at all, whatever else is broken.
    public Endpoint live() {
        BodyAnswer answer = Answers.json(200, Map.of("status", "live"));
        return exchange -> answer;
    }

    /// `/-/health/ready`: 200, or 503 with the reason. What is wrong with servers outside is told and makes nothing
    /// unready: hosted and kept packages are served without them.
    public Endpoint ready() {
        return exchange -> {
            Optional<String> reason = draining.hasBegun() ? Optional.of("stopping") : problem.get();
            BodyAnswer answer = reason.isEmpty()
                    ? Answers.json(200, ready(uplinks.get()))
                    : Answers.error(503, "not ready: " + reason.get());
            return answer.with("Cache-Control", "no-store");
        };
    }

    private static Map<String, Object> ready(Map<String, String> uplinks) {
        return uplinks.isEmpty() ? Map.of("status", "ready") : Map.of("status", "ready", "uplinks", uplinks);
    }
}
