package io.terraverde.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Publishes per second of 16 publishers, each a user of its own on a connection of its own.
final class Publishing {
    private static final int PUBLISHERS = 16;
    private static final int EACH = 20;
    private static final Duration TIME = Duration.ofSeconds(8);
    private static final Duration DISK_TIME = Duration.ofSeconds(2);

    private final DurableFiles disk;
    private final Rounds rounds;
    private final Report report;
    private int rows;

    Publishing(DurableFiles disk, Rounds rounds, Report report) {
        this.disk = disk;
        this.rounds = rounds;
        this.report = report;
    }

    void run(List<Server> registries, Tokens tokens) throws IOException {
        var logins = new EnumMap<ServerKind, List<Map<String, String>>>(ServerKind.class);
        for (var registry : registries) {
            var users = new ArrayList<Map<String, String>>();
            for (var publisher = 0; publisher < PUBLISHERS; publisher++) {
                users.add(Login.create(registry, "publisher" + publisher));
            }
            logins.put(registry.kind(), users);
            publishAll(registry, users, distinctPackages("warm-up"));
        }
        var packages = "publish by 16, distinct packages, " + tokens.label();
        rounds.run(registries, registry -> {
            report(
                    packages,
                    registry,
                    publishAll(registry, logins.get(registry.kind()), distinctPackages("p" + rows++)));
        });
        var versions = "publish by 16, versions of one package, " + tokens.label();
        rounds.run(registries, registry -> {
            report(
                    versions,
                    registry,
                    publishAll(registry, logins.get(registry.kind()), distinctVersions("v" + rows++)));
        });
    }

    /// Notes what the disk alone does, for comparison.
    void runDisk() throws IOException {
        var alone = new ArrayList<Double>();
        var together = new ArrayList<Double>();
        for (var round = 0; round < rounds.count(); round++) {
            alone.add(disk.perSecond(1, DISK_TIME));
            together.add(disk.perSecond(PUBLISHERS, DISK_TIME));
        }
        report.note(
                "the disk alone: %.0f durable replacements of a small file per second one after the other, %.0f with %d at once"
                        .formatted(Report.median(alone), Report.median(together), PUBLISHERS));
    }

    private static Queue<Publish> distinctPackages(String prefix) {
        return new ConcurrentLinkedQueue<>(IntStream.range(0, PUBLISHERS * EACH)
                .mapToObj(i -> Publish.of(new SamplePackage(prefix + "-" + i, 1, 12), 0))
                .toList());
    }

    private static Queue<Publish> distinctVersions(String name) {
        var sample = new SamplePackage(name, PUBLISHERS * EACH, 12);
        return new ConcurrentLinkedQueue<>(IntStream.range(0, sample.versions())
                .mapToObj(number -> Publish.of(sample, number))
                .toList());
    }

    /// What came of the publishes that were tried in time.
    private record Outcome(Collection<Publish> acknowledged, int refused, double seconds) {}

    private void report(String row, Server registry, Outcome outcome) throws IOException {
        var label = registry.kind().label();
        report.record(row, Unit.PER_SECOND, registry.kind(), outcome.acknowledged.size() / outcome.seconds);
        if (outcome.refused > 0) {
            report.note("%s, %s: %d of %d were refused in one round"
                    .formatted(row, label, outcome.refused, outcome.refused + outcome.acknowledged.size()));
        }
        var lost = 0;
        try (var connection = new Connection(registry.port())) {
            for (var publish : outcome.acknowledged) {
                var path = "/" + publish.name() + "/" + publish.version();
                lost += connection.get(path, Map.of()).status() == 200 ? 0 : 1;
            }
        }
        if (lost > 0) {
            report.note("%s, %s: %d of %d acknowledged versions are missing after one round"
                    .formatted(row, label, lost, outcome.acknowledged.size()));
        }
    }

    private static Outcome publishAll(Server registry, List<Map<String, String>> logins, Queue<Publish> queue) {
        var acknowledged = new ConcurrentLinkedQueue<Publish>();
        var refused = new AtomicInteger();
        var start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(PUBLISHERS)) {
            for (var login : logins) {
                threads.submit(() -> publish(registry, login, queue, start + TIME.toNanos(), acknowledged, refused));
            }
        }
        return new Outcome(acknowledged, refused.get(), (System.nanoTime() - start) / 1e9);
    }

    private static void publish(
            Server registry,
            Map<String, String> login,
            Queue<Publish> queue,
            long end,
            Collection<Publish> acknowledged,
            AtomicInteger refused) {
        while (System.nanoTime() < end) {
            try (var connection = new Connection(registry.port())) {
                for (var next = queue.poll(); next != null && System.nanoTime() < end; next = queue.poll()) {
                    if (connection
                                    .putJson("/" + next.name(), login, next.body())
                                    .status()
                            == 201) {
                        acknowledged.add(next);
                    } else {
                        refused.incrementAndGet();
                    }
                }
                return;
            } catch (IOException e) {
                refused.incrementAndGet();
            }
        }
    }
}
