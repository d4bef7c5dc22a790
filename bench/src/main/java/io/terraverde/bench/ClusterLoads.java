package io.terraverde.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What one, two and three instances behind nginx do over one S3 store: requests per second, and what a request costs
/// in processor time and in requests to the store. With a lease and without.
final class ClusterLoads {
    private static final int MOST = 3;
    private static final List<Duration> LEASES = List.of(Duration.ZERO, Duration.ofMillis(500));
    private static final int CONNECTIONS = 32;
    private static final Duration READ_TIME = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    /// So many that the processors are busy although each publish waits out a lease.
    private static final Publishers MANY = new Publishers(64, 0);
    private static final int PUBLISHES = 512;
    private static final Publishers ONE = new Publishers(1, 0);
    private static final int PUBLISHES_OF_ONE = 12;
    private static final Duration PUBLISH_TIME = Duration.ofSeconds(15);

    private final Launcher launcher;
    private final Store store;
    private final Wrk wrk;
    private final Rounds rounds;
    private final Report sizes = new Report(
            List.of(column(1), column(2), column(MOST)),
            List.of(new Report.Ratio(column(2), column(1)), new Report.Ratio(column(MOST), column(1))));
    private final Report leases = new Report(
            LEASES.stream().map(ClusterLoads::label).toList(),
            List.of(new Report.Ratio(label(LEASES.getLast()), label(LEASES.getFirst()))));
    private final Map<String, Cost> storeCosts = new LinkedHashMap<>();
    private int names;

    ClusterLoads(Launcher launcher, Store store, Wrk wrk, Rounds rounds) {
        this.launcher = launcher;
        this.store = store;
        this.wrk = wrk;
        this.rounds = rounds;
    }

    /// Some instances of a cluster, and the door to them.
    private record Subject(Cluster cluster, int size, Server door, Map<String, String> login) {}

    /// What a load came to.
    private record Done(long requests, double perSecond) {}

    private interface Load {
        Done run(Subject subject) throws IOException;
    }

    private record Cost(StoreRequests sent, long publishes) {
        Cost plus(Cost more) {
            return new Cost(sent.plus(more.sent), publishes + more.publishes);
        }
    }

    private static String column(int size) {
        return size == 1 ? "1 instance" : size + " instances";
    }

    private static String label(Duration lease) {
        return lease.isZero() ? "lease 0" : "lease %dms".formatted(lease.toMillis());
    }

    /// Measures all, and returns two tables.
    String run(Path folder) throws IOException {
        var clusters = new ArrayList<Cluster>();
        try {
            var subjects = new ArrayList<Subject>();
            for (var lease : LEASES) {
                var cluster = Cluster.start(launcher, store, folder.resolve(label(lease)), MOST, lease);
                clusters.add(cluster);
                var login = publishSamples(cluster);
                for (var size = 1; size <= MOST; size++) {
                    subjects.add(new Subject(cluster, size, cluster.frontDoor(size), login));
                }
            }
            measureReads(subjects);
            measurePublishes(subjects);
        } finally {
            clusters.forEach(Cluster::close);
        }
        storeCosts.forEach((row, cost) ->
                sizes.note("%s: to the store, per publish: %s".formatted(row, cost.sent.per(cost.publishes))));
        noteProcessors();
        return sizes.toMarkdown() + "\n" + leases.toMarkdown();
    }

    private static Map<String, String> publishSamples(Cluster cluster) throws IOException {
        var first = cluster.instances().getFirst();
        var login = Login.create(first, "maker");
        try (var connection = new Connection(first.port())) {
            for (var sample : List.of(Samples.SMALL, Samples.SMALL_TARBALL, Samples.LARGE_TARBALL)) {
                sample.publishAll(connection, login);
            }
        }
        return login;
    }

    private void noteProcessors() {
        sizes.note(("the instances, nginx and the load generator share %d processors, so more instances than that"
                        + " cannot answer more; processor time and store requests per request are what carries over to"
                        + " machines of their own")
                .formatted(Runtime.getRuntime().availableProcessors()));
    }

    private void measureReads(List<Subject> subjects) throws IOException {
        var headers = Form.FULL.headers(Encoding.GZIP);
        var hot = "hot GET, %s, full, gzip"
                .formatted(Probe.size(subjects.getFirst().door, Samples.SMALL.name(), Form.FULL));
        measureRead(hot, subjects, "/" + Samples.SMALL.name(), headers);
        var leased = subjects.stream()
                .filter(subject -> !subject.cluster.lease().isZero())
                .toList();
        for (var sample : List.of(Samples.SMALL_TARBALL, Samples.LARGE_TARBALL)) {
            var path = Publish.of(sample, 0).tarballPath();
            var size = Probe.bodyLength(subjects.getFirst().door, path, Map.of()) / 1000;
            measureRead("tarball GET, %d KB".formatted(size), leased, path, Map.of());
        }
    }

    private void measureRead(String row, List<Subject> subjects, String path, Map<String, String> headers)
            throws IOException {
        var length = Probe.bodyLength(subjects.getFirst().door, path, headers);
        for (var subject : subjects) {
            wrk.get(subject.door, path, headers, CONNECTIONS, WARM_UP);
        }
        measure(row, subjects, subject -> {
            var result = wrk.get(subject.door, path, headers, CONNECTIONS, READ_TIME);
            result.complaints(length)
                    .forEach(complaint -> sizes.note("%s, %s: %s".formatted(row, describe(subject), complaint)));
            return new Done(result.requests(), result.requestsPerSecond());
        });
    }

    private static String describe(Subject subject) {
        return label(subject.cluster.lease()) + ", " + column(subject.size);
    }

    private void measurePublishes(List<Subject> subjects) throws IOException {
        for (var subject : subjects) {
            MANY.publish(subject.door.port(), subject.login, distinctPackages(PUBLISHES / 2), PUBLISH_TIME);
        }
        measurePublish("publish by 64, distinct packages", subjects, MANY, () -> distinctPackages(PUBLISHES));
        measurePublish("publish by 64, versions of one package", subjects, MANY, () -> distinctVersions(PUBLISHES / 2));
        var alone = subjects.stream().filter(subject -> subject.size == MOST).toList();
        measurePublish("publish by 1, distinct packages", alone, ONE, () -> distinctPackages(PUBLISHES_OF_ONE));
    }

    private interface Plan {
        Collection<Publish> make();
    }

    private void measurePublish(String row, List<Subject> subjects, Publishers publishers, Plan plan)
            throws IOException {
        measure(row, subjects, subject -> publish(row, subject, publishers, plan.make()));
    }

    private Done publish(String row, Subject subject, Publishers publishers, Collection<Publish> publishes)
            throws IOException {
        var before = subject.cluster.storeRequests();
        var results = publishers.publish(subject.door.port(), subject.login, publishes, PUBLISH_TIME);
        var acknowledged = results.with(Publishers.Outcome.ACKNOWLEDGED).size();
        if (acknowledged < results.told().size()) {
            sizes.note("%s, %s: %d of %d were not acknowledged in one round"
                    .formatted(
                            row,
                            describe(subject),
                            results.told().size() - acknowledged,
                            results.told().size()));
        }
        var cost = new Cost(subject.cluster.storeRequests().minus(before), acknowledged);
        storeCosts.merge(row + ", " + describe(subject), cost, Cost::plus);
        record(row + ", p50", Unit.MILLISECONDS, subject, results.quantile(0.50));
        record(row + ", p99", Unit.MILLISECONDS, subject, results.quantile(0.99));
        return new Done(acknowledged, results.acknowledgedPerSecond());
    }

    private Collection<Publish> distinctPackages(int count) {
        var prefix = "p" + names++;
        return IntStream.range(0, count)
                .mapToObj(i -> Publish.of(new SamplePackage(prefix + "-" + i, 1, 12), 0))
                .toList();
    }

    private Collection<Publish> distinctVersions(int count) {
        var sample = new SamplePackage("v" + names++, count, 12);
        return IntStream.range(0, count)
                .mapToObj(number -> Publish.of(sample, number))
                .toList();
    }

    private void measure(String row, List<Subject> subjects, Load load) throws IOException {
        System.err.println("bench: cluster: " + row);
        rounds.run(subjects, subject -> {
            var sent = subject.cluster.storeRequests().total();
            var cpu = subject.cluster.cpuSeconds();
            var doorCpu = subject.door.cpuSeconds();
            var done = load.run(subject);
            record(row, Unit.PER_SECOND, subject, done.perSecond);
            record(
                    row + ", CPU of the instances",
                    Unit.CPU_SECONDS_PER_1000,
                    subject,
                    1000 * (subject.cluster.cpuSeconds() - cpu) / done.requests);
            record(
                    row + ", CPU of nginx",
                    Unit.CPU_SECONDS_PER_1000,
                    subject,
                    1000 * (subject.door.cpuSeconds() - doorCpu) / done.requests);
            record(
                    row + ", store requests",
                    Unit.STORE_REQUESTS,
                    subject,
                    (subject.cluster.storeRequests().total() - sent) / done.requests);
        });
    }

    private void record(String row, Unit unit, Subject subject, double value) {
        var lease = label(subject.cluster.lease());
        sizes.record(row + ", " + lease, unit, column(subject.size), value);
        if (subject.size == MOST) {
            leases.record(row + ", " + column(MOST), unit, lease, value);
        }
    }
}
