package io.terraverde.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a storm of publishes consists of.
///
/// @param publishes half of them first versions of new packages, the rest second versions
/// @param killEvery on average; zero: nothing is killed
record StormPlan(int publishes, int instances, int publishers, Duration killEvery, Duration lease, long seed) {
    private static final int DEPENDENCIES = 12;

    /// Every so many second versions, one is a rival of the one before: the same version with other bytes.
    private static final int RIVAL_EVERY = 10;

    static StormPlan of(Map<String, String> environment) {
        return new StormPlan(
                number(environment, "BENCH_PUBLISHES", 10_000),
                number(environment, "BENCH_INSTANCES", 5),
                number(environment, "BENCH_PUBLISHERS", 64),
                Duration.ofSeconds(number(environment, "BENCH_KILL_SECONDS", 4)),
                Duration.ofMillis(number(environment, "BENCH_LEASE_MILLIS", 500)),
                Long.parseLong(environment.getOrDefault(
                        "BENCH_SEED", Long.toString(Instant.now().toEpochMilli()))));
    }

    private static int number(Map<String, String> environment, String name, int usual) {
        return Integer.parseInt(environment.getOrDefault(name, Integer.toString(usual)));
    }

    int packages() {
        return publishes / 2;
    }

    /// First all first versions, then the others.
    List<Publish> inOrder() {
        var all = new ArrayList<Publish>(publishes);
        for (var number = 0; number < packages(); number++) {
            all.add(Publish.of(sample(number, 0), 0));
        }
        for (var number = 0; number < publishes - packages(); number++) {
            var isRival = number % RIVAL_EVERY == RIVAL_EVERY - 1;
            all.add(isRival ? Publish.of(sample(number - 1, 1), 1) : Publish.of(sample(number, 0), 1));
        }
        return all;
    }

    private static SamplePackage sample(int number, int ballastBytes) {
        return new SamplePackage("storm-" + number, 2, DEPENDENCIES, ballastBytes);
    }
}
