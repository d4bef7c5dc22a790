package io.terraverde.web.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What load balancers and supervisors ask: is it there, is it alive, may it get requests.
public final class HealthEndpoints {
    private final Draining draining;
    private final Supplier<Optional<String>> problem;

    /// @param problem why the registry cannot serve, in a few words; empty when it can
    public HealthEndpoints(Draining draining, Supplier<Optional<String>> problem) {
        this.draining = draining;
        this.problem = problem;
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

    /// `/-/health/ready`: 200, or 503 with the reason.
    public Endpoint ready() {
        return exchange -> {
            Optional<String> reason = draining.hasBegun() ? Optional.of("stopping") : problem.get();
            BodyAnswer answer = reason.isEmpty()
                    ? Answers.json(200, Map.of("status", "ready"))
                    : Answers.error(503, "not ready: " + reason.get());
            return answer.with("Cache-Control", "no-store");
        };
    }
}
