package io.terraverde.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Small packuments asked for at a fixed rate while other clients pull 10 MB packuments as fast as they can. Each
/// latency
/// counts from the time at which the request was due, so a server that stalls pays for all the requests that wait.
final class MixedReads {
    private static final int PER_SECOND = 40;
    private static final int CLIENTS = 64;
    private static final Duration RAMP = Duration.ofSeconds(1);
    private static final Duration TIME = Duration.ofSeconds(8);

    private final Wrk wrk;
    private final Rounds rounds;
    private final Report report;

    MixedReads(Wrk wrk, Rounds rounds, Report report) {
        this.wrk = wrk;
        this.rounds = rounds;
        this.report = report;
    }

    void run(List<Server> servers) throws IOException {
        for (var server : servers) {
            pull(server, RAMP.multipliedBy(2)).await();
        }
        rounds.run(servers, this::measure);
    }

    private void measure(Server server) throws IOException {
        var pulling = pull(server, RAMP.plus(TIME).plus(RAMP));
        LockSupport.parkNanos(RAMP.toNanos());
        var latencies = smallReads(server);
        var pulled = pulling.await();
        var huge = Probe.bodyLength(server, "/huge-1", Form.FULL.headers(Encoding.IDENTITY));
        pulled.complaints(huge)
                .forEach(complaint -> report.note(
                        "10 MB packuments, %s: %s".formatted(server.kind().label(), complaint)));
        report.record("small GETs beside 10 MB pulls, p50", Unit.MILLISECONDS, server.kind(), at(latencies, 0.50));
        report.record("small GETs beside 10 MB pulls, p99", Unit.MILLISECONDS, server.kind(), at(latencies, 0.99));
        report.record("10 MB pulls meanwhile", Unit.MEGABYTES_PER_SECOND, server.kind(), pulled.megabytesPerSecond());
    }

    private Wrk.Run pull(Server server, Duration time) throws IOException {
        var clients = Samples.HUGE.size();
        return wrk.rotate(server, "/huge", clients, Form.FULL.headers(Encoding.IDENTITY), clients, time);
    }

    /// Milliseconds from when each request was due until its answer was read, sorted; a failed one is infinitely late.
    private double[] smallReads(Server server) throws IOException {
        var headers = Form.FULL.headers(Encoding.GZIP);
        var path = "/" + Samples.SMALL.name();
        var length = Probe.bodyLength(server, path, headers);
        var latencies = new double[(int) (PER_SECOND * TIME.toSeconds())];
        Arrays.fill(latencies, Double.POSITIVE_INFINITY);
        var next = new AtomicInteger();
        var start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            IntStream.range(0, CLIENTS)
                    .forEach(_ -> threads.submit(() -> {
                        try (var connection = new Connection(server.port())) {
                            for (var i = next.getAndIncrement(); i < latencies.length; i = next.getAndIncrement()) {
                                var due = start + i * 1_000_000_000L / PER_SECOND;
                                waitUntil(due);
                                var answer = connection.get(path, headers);
                                if (answer.status() == 200 && answer.body().length == length) {
                                    latencies[i] = (System.nanoTime() - due) / 1e6;
                                }
                            }
                        }
                        return null;
                    }));
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static void waitUntil(long nanoTime) {
        for (var left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }
}
