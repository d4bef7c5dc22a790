package io.terraverde.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Many clients at once that ask a registry for what comes from its upstream: for packuments that it has, and for a
/// tarball that it does not have.
final class ProxiedReads {
    private static final int PACKUMENTS = 50;
    private static final int CONNECTIONS = 16;
    private static final int TARBALL_CLIENTS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(4);

    private final Launcher launcher;
    private final Wrk wrk;
    private final Rounds rounds;
    private final Report report;
    private final Upstream upstream;

    ProxiedReads(Launcher launcher, Wrk wrk, Rounds rounds, Report report, Upstream upstream) {
        this.launcher = launcher;
        this.wrk = wrk;
        this.rounds = rounds;
        this.report = report;
        this.upstream = upstream;
    }

    /// @param names of packages that the upstream has
    void run(List<ServerKind> registries, List<String> names, Path folder) throws IOException {
        var servers = new ArrayList<Server>();
        try {
            for (var kind : registries) {
                servers.add(launcher.proxy(kind, folder.resolve("packuments-" + kind.label()), upstream.uri()));
            }
            var step = Math.max(1, names.size() / PACKUMENTS);
            var paths = IntStream.range(0, Math.min(PACKUMENTS, names.size()))
                    .mapToObj(number -> "/" + names.get(number * step).replace("/", "%2f"))
                    .toList();
            for (var form : Form.values()) {
                readPackuments(servers, paths, form);
            }
        } finally {
            servers.forEach(Server::close);
        }
        readOneTarball(registries, folder);
    }

    private void readPackuments(List<Server> servers, List<String> paths, Form form) throws IOException {
        var row = "%d packuments by %d, warm, %s, gzip".formatted(paths.size(), CONNECTIONS, form.label());
        progress(row);
        var headers = form.headers(Encoding.GZIP);
        for (var server : servers) {
            for (var path : paths) {
                Probe.bodyLength(server, path, headers);
            }
            wrk.get(server, paths, headers, CONNECTIONS, WARM_UP);
        }
        rounds.run(servers, server -> {
            var label = server.kind().label();
            var cpu = server.cpuSeconds();
            var result = wrk.get(server, paths, headers, CONNECTIONS, TIME);
            result.complaints().forEach(complaint -> report.note("%s, %s: %s".formatted(row, label, complaint)));
            report.record(row, Unit.PER_SECOND, label, result.requestsPerSecond());
            report.record(
                    row + ", CPU of the registry",
                    Unit.CPU_SECONDS_PER_1000,
                    label,
                    1000 * (server.cpuSeconds() - cpu) / result.requests());
        });
    }

    /// Each round with a new registry, which has the packument only.
    private void readOneTarball(List<ServerKind> registries, Path folder) throws IOException {
        var path = upstream.largestTarball();
        var length = upstream.tarballLength(path);
        var row = "one uncached tarball of %.1f MB by %d".formatted(length / 1e6, TARBALL_CLIENTS);
        progress(row);
        var number = new AtomicInteger();
        rounds.run(registries, kind -> {
            var place = folder.resolve("tarball-" + number.getAndIncrement());
            try (var server = launcher.proxy(kind, place, upstream.uri())) {
                Probe.bodyLength(server, path.substring(0, path.indexOf("/-/")), Form.FULL.headers(Encoding.GZIP));
                var asked = upstream.count();
                var cpu = server.cpuSeconds();
                var millis = fetchAtOnce(server, path, length);
                var sent = upstream.count().minus(asked);
                var label = kind.label();
                if (millis.size() < TARBALL_CLIENTS) {
                    report.note(
                            "%s, %s: %d clients did not get it".formatted(row, label, TARBALL_CLIENTS - millis.size()));
                }
                report.record(row + ", the last has it", Unit.MILLISECONDS, label, Report.quantile(millis, 1));
                report.record(row + ", CPU of the registry", Unit.CPU_SECONDS, label, server.cpuSeconds() - cpu);
                report.record(row + ", asked of the upstream", Unit.UPSTREAM_REQUESTS, label, sent.requests());
                report.record(row + ", sent by the upstream", Unit.MEGABYTES, label, sent.bytes() / 1e6);
            }
        });
    }

    /// How long those clients waited, in milliseconds, that got all of it.
    private static List<Double> fetchAtOnce(Server server, String path, int length) {
        try (var threads = Executors.newFixedThreadPool(TARBALL_CLIENTS)) {
            return IntStream.range(0, TARBALL_CLIENTS)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> fetch(server, path, length), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .filter(millis -> !millis.isNaN())
                    .toList();
        }
    }

    private static double fetch(Server server, String path, int length) {
        var started = System.nanoTime();
        try (var connection = new Connection(server.port())) {
            var answer = connection.get(path, Map.of());
            var isWhole = answer.status() == 200 && answer.body().length == length;
            return isWhole ? (System.nanoTime() - started) / 1e6 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static void progress(String step) {
        System.err.println("bench: install: " + step);
    }
}
