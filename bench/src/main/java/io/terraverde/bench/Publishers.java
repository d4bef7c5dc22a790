package io.terraverde.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Publishers that share a list of publishes, each on a connection of its own. A request that was cut off or answered
/// with 5xx is repeated with the same bytes, as npm does, but sooner.
///
/// @param repeats of one publish at most
record Publishers(int count, int repeats) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    enum Outcome {
        ACKNOWLEDGED,
        /// With 4xx: nothing of it may be seen, ever.
        REFUSED,
        /// All repetitions failed too: it may be there or not.
        UNKNOWN
    }

    /// What a publisher was told.
    ///
    /// @param millis from the first request to the last answer
    /// @param endNanos when that was, counted from the start of all
    record Told(Publish publish, Outcome outcome, int repeated, double millis, long endNanos) {}

    /// What all were told; publishes that were not begun in time are missing.
    record Results(List<Told> told, double seconds) {
        Results {
            told = List.copyOf(told);
        }

        List<Told> with(Outcome outcome) {
            return told.stream().filter(one -> one.outcome == outcome).toList();
        }

        double acknowledgedPerSecond() {
            return with(Outcome.ACKNOWLEDGED).size() / seconds;
        }

        /// Of the latencies of what was acknowledged, in milliseconds.
        double quantile(double quantile) {
            return Report.quantile(
                    with(Outcome.ACKNOWLEDGED).stream().map(Told::millis).toList(), quantile);
        }
    }

    /// Returns when all is published, or what was begun within the time has ended.
    Results publish(int port, Map<String, String> login, Collection<Publish> publishes, Duration atMost) {
        var queue = new ConcurrentLinkedQueue<>(publishes);
        var told = new ConcurrentLinkedQueue<Told>();
        var start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(count)) {
            for (var publisher = 0; publisher < count; publisher++) {
                threads.submit(() -> publishInTurns(new Door(port, login), queue, start, atMost, told));
            }
        }
        return new Results(List.copyOf(told), (System.nanoTime() - start) / 1e9);
    }

    private void publishInTurns(Door door, Queue<Publish> queue, long start, Duration atMost, Collection<Told> told) {
        try (door) {
            while (System.nanoTime() - start < atMost.toNanos()) {
                var next = queue.poll();
                if (next == null) {
                    return;
                }
                told.add(publish(door, next, start));
            }
        }
    }

    private Told publish(Door door, Publish publish, long start) {
        var began = System.nanoTime();
        for (var repeated = 0; ; repeated++) {
            var status = door.put(publish);
            var ended = System.nanoTime();
            var outcome = status == 201 ? Outcome.ACKNOWLEDGED : status < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
            if (outcome != Outcome.UNKNOWN || repeated == repeats) {
                return new Told(publish, outcome, repeated, (ended - began) / 1e6, ended - start);
            }
            LockSupport.parkNanos(FIRST_PAUSE.toNanos() << repeated);
        }
    }

    /// The way to a registry: a connection that is made again when it broke.
    private static final class Door implements AutoCloseable {
        private static final int NO_ANSWER = 599;

        private final int port;
        private final Map<String, String> login;
        private @Nullable Connection connection;

        Door(int port, Map<String, String> login) {
            this.port = port;
            this.login = login;
        }

        /// The status of the answer; one above 500 when none came.
        int put(Publish publish) {
            try {
                var open = connection == null ? new Connection(port) : connection;
                connection = open;
                var answer = open.putJson("/" + publish.name(), login, publish.body());
                if ("close".equalsIgnoreCase(answer.headers().get("connection"))) {
                    close();
                }
                return answer.status();
            } catch (IOException e) {
                close();
                return NO_ANSWER;
            }
        }

        @Override
        public void close() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
