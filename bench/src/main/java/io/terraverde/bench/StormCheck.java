package io.terraverde.bench;

import io.terraverde.bench.Publishers.Outcome;
import io.terraverde.bench.Publishers.Results;
import io.terraverde.bench.Publishers.Told;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compares what publishers were told with what the instances have: every version that was acknowledged is there with
/// its bytes and in the list of names, and nothing is there that was refused.
final class StormCheck {
    private static final Pattern DIST = Pattern.compile("\"dist\":\\{[^}]*}");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
    private static final Duration SEARCH_PATIENCE = Duration.ofMinutes(3);
    private static final int THREADS = 8;
    private static final int TARBALLS = 1_000;

    private final List<Server> instances;
    private final Server door;
    private final Map<String, List<Told>> byPackage;
    private final List<Told> acknowledged;
    private final Random random;
    private final List<String> lines = new ArrayList<>();

    StormCheck(List<Server> instances, Server door, Results results, Random random) {
        this.instances = List.copyOf(instances);
        this.door = door;
        this.random = random;
        byPackage = results.told().stream()
                .collect(Collectors.groupingBy(told -> told.publish().name()));
        acknowledged = results.with(Outcome.ACKNOWLEDGED);
    }

    /// Returns what was found, a line for each subject.
    List<String> run() throws IOException {
        checkRivals();
        checkPackuments();
        checkTarballs();
        for (var instance : instances) {
            checkNames(instance);
        }
        return List.copyOf(lines);
    }

    private void checkRivals() {
        var versions = new HashSet<String>();
        var twice = acknowledged.stream()
                .map(Told::publish)
                .filter(publish -> !versions.add(publish.name() + "@" + publish.version()))
                .count();
        lines.add("versions acknowledged with different bytes: %d".formatted(twice));
    }

    private void checkPackuments() throws IOException {
        for (var instance : instances) {
            var wrong = inParallel(instance, byPackage.keySet(), this::isWrong);
            lines.add("packuments of instance %d: %d checked; lost or refused and yet there: %d %s"
                    .formatted(
                            instances.indexOf(instance),
                            byPackage.size(),
                            wrong.size(),
                            wrong.stream().limit(3).toList()));
        }
    }

    private boolean isWrong(Connection connection, String name) throws IOException {
        var answer = connection.get("/" + name, Form.FULL.headers(Encoding.IDENTITY));
        var dists = DIST.matcher(answer.text())
                .results()
                .map(found -> found.group())
                .toList();
        return byPackage.get(name).stream().anyMatch(told -> switch (told.outcome()) {
            case ACKNOWLEDGED -> !isThere(told.publish(), dists);
            case REFUSED -> isThere(told.publish(), dists);
            case UNKNOWN -> false;
        });
    }

    private static boolean isThere(Publish publish, List<String> dists) {
        return dists.stream()
                .anyMatch(dist -> dist.contains("\"integrity\":\"" + publish.integrity() + "\"")
                        && dist.contains(publish.tarballPath() + "\""));
    }

    private void checkTarballs() throws IOException {
        var sample = new ArrayList<>(acknowledged);
        Collections.shuffle(sample, random);
        var some = sample.subList(0, Math.min(TARBALLS, sample.size()));
        var wrong = inParallel(door, some, (connection, told) -> {
            var bytes = connection.get(told.publish().tarballPath(), Map.of()).body();
            return !SampleTarball.integrityOf(bytes).equals(told.publish().integrity());
        });
        lines.add("tarballs through nginx: %d checked, with other bytes than published: %d"
                .formatted(some.size(), wrong.size()));
    }

    /// No other packages are in this part of the bucket, so their number says whether one is missing. It is asked for
    /// once: over a bucket a search looks at every package whose summary is older than some seconds.
    private void checkNames(Server instance) throws IOException {
        var began = System.nanoTime();
        var listed = packagesFoundBy(instance);
        var there = acknowledged.stream()
                .map(told -> told.publish().name())
                .distinct()
                .count();
        lines.add(
                "names listed by instance %d: %d; packages with an acknowledged version: %d, with any publish: %d; %.0f ms"
                        .formatted(
                                instances.indexOf(instance),
                                listed,
                                there,
                                byPackage.size(),
                                (System.nanoTime() - began) / 1e6));
        if (listed < there || listed > byPackage.size()) {
            lines.add("LOST: the list of instance %d is wrong".formatted(instances.indexOf(instance)));
        }
    }

    private static long packagesFoundBy(Server instance) throws IOException {
        try (var connection = new Connection(instance.port(), SEARCH_PATIENCE)) {
            var answer = connection.get("/-/v1/search?text=&size=1", Map.of());
            var total = TOTAL.matcher(answer.text());
            if (answer.status() != 200 || !total.find()) {
                throw new IOException("cannot list the packages: status %d".formatted(answer.status()));
            }
            return Long.parseLong(total.group(1));
        }
    }

    private interface Check<T> {
        boolean isWrong(Connection connection, T subject) throws IOException;
    }

    /// The subjects that are wrong.
    private static <T> List<T> inParallel(Server server, Iterable<T> subjects, Check<T> check) throws IOException {
        var queue = new ConcurrentLinkedQueue<T>();
        subjects.forEach(queue::add);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            var parts = new ArrayList<Future<List<T>>>();
            for (var thread = 0; thread < THREADS; thread++) {
                parts.add(threads.submit(() -> wrongOnes(server, queue, check)));
            }
            var wrong = new ArrayList<T>();
            for (var part : parts) {
                wrong.addAll(part.get());
            }
            return wrong;
        } catch (ExecutionException e) {
            throw new IOException("cannot check " + server.kind().label(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static <T> List<T> wrongOnes(Server server, Queue<T> queue, Check<T> check) throws IOException {
        var wrong = new ArrayList<T>();
        try (var connection = new Connection(server.port())) {
            for (var subject = queue.poll(); subject != null; subject = queue.poll()) {
                if (check.isWrong(connection, subject)) {
                    wrong.add(subject);
                }
            }
        }
        return wrong;
    }
}
