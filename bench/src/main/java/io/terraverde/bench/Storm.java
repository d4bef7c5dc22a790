package io.terraverde.bench;

import io.terraverde.bench.Publishers.Outcome;
import io.terraverde.bench.Publishers.Results;
import io.terraverde.bench.Publishers.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Thousands of publishes through nginx to several instances over one bucket, while instances are killed at random and
/// started again. Afterwards every instance is asked for everything.
final class Storm {
    private static final int REPEATS = 5;
    private static final Duration TIME = Duration.ofMinutes(15);

    /// In so many parts the first publishes are reported, to show what a growing list of names does.
    private static final int PARTS = 5;

    private final Launcher launcher;
    private final Store store;
    private final StormPlan plan;
    private final Random random;
    private final List<String> lines = new ArrayList<>();

    Storm(Launcher launcher, Store store, StormPlan plan) {
        this.launcher = launcher;
        this.store = store;
        this.plan = plan;
        random = new Random(plan.seed());
    }

    /// Returns what happened, as Markdown.
    String run(Path folder) throws IOException {
        note(
                "plan: %d publishes by %d publishers over %d instances, lease %d ms, a kill every %d s, seed %d",
                plan.publishes(),
                plan.publishers(),
                plan.instances(),
                plan.lease().toMillis(),
                plan.killEvery().toSeconds(),
                plan.seed());
        try (var cluster = Cluster.start(launcher, store, folder, plan.instances(), plan.lease())) {
            var publishes = plan.inOrder();
            var door = cluster.frontDoor(plan.instances());
            var login = Login.create(door, "maker");
            var before = cluster.storeRequests();
            Results results;
            try (var thread = Executors.newSingleThreadExecutor()) {
                var publishers = new Publishers(plan.publishers(), REPEATS);
                var publishing = thread.submit(() -> publishers.publish(door.port(), login, publishes, TIME));
                results = killUntilDone(cluster, publishing);
            }
            report(results, cluster.storeRequests().minus(before));
            System.err.println("bench: storm: check");
            lines.addAll(new StormCheck(cluster.instances(), door, results, random).run());
        }
        return "- " + String.join("\n- ", lines) + "\n";
    }

    private void note(String format, Object... values) {
        lines.add(format.formatted(values));
    }

    private Results killUntilDone(Cluster cluster, Future<Results> publishing) throws IOException {
        for (var kills = 0; ; kills++) {
            try {
                var results = plan.killEvery().isZero()
                        ? publishing.get()
                        : publishing.get(nextPauseMillis(), TimeUnit.MILLISECONDS);
                note("kills: %d", kills);
                return results;
            } catch (TimeoutException e) {
                cluster.killAndStartAgain(random.nextInt(plan.instances()));
            } catch (ExecutionException e) {
                throw new IOException("cannot publish", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /// Between a quarter and seven quarters of the average.
    private long nextPauseMillis() {
        var average = plan.killEvery().toMillis();
        return average / 4 + random.nextLong(3 * average / 2);
    }

    private void report(Results results, StoreRequests sent) {
        var acknowledged = results.with(Outcome.ACKNOWLEDGED).size();
        note(
                "told: %d acknowledged, %d refused (rivals for one version), %d unknown, %d not tried for lack of time",
                acknowledged,
                results.with(Outcome.REFUSED).size(),
                results.with(Outcome.UNKNOWN).size(),
                plan.publishes() - results.told().size());
        note(
                "requests repeated after a cut connection or a 5xx: %d",
                results.told().stream().mapToInt(Told::repeated).sum());
        note(
                "%.0f publishes per second; p50 %.0f ms, p99 %.0f ms, longest %.0f ms",
                results.acknowledgedPerSecond(), results.quantile(0.50), results.quantile(0.99), results.quantile(1));
        note(
                "requests to the store per acknowledged publish: %s (those of a killed instance's last moment are missing)",
                sent.per(acknowledged));
        note(
                "PutObject beyond the tarball and the packument of each: %.0f, for %d new names in the one list of names",
                sent.of("PutObject") - 2.0 * acknowledged, plan.packages());
        reportFirstPublishes(results);
    }

    private void reportFirstPublishes(Results results) {
        var firsts = results.with(Outcome.ACKNOWLEDGED).stream()
                .filter(told -> told.publish().version().equals(SamplePackage.version(0)))
                .sorted(Comparator.comparing(Told::endNanos))
                .toList();
        var size = firsts.size() / PARTS;
        for (var part = 0; part < PARTS && size > 1; part++) {
            var some = firsts.subList(part * size, (part + 1) * size);
            var seconds = (some.getLast().endNanos() - some.getFirst().endNanos()) / 1e9;
            var millis = some.stream().map(Told::millis).toList();
            note(
                    "first publishes %d to %d: %.0f per second, p50 %.0f ms, p99 %.0f ms",
                    part * size + 1,
                    (part + 1) * size,
                    (size - 1) / seconds,
                    Report.quantile(millis, 0.50),
                    Report.quantile(millis, 0.99));
        }
    }
}
