package io.terraverde.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The load generator wrk, whose cost per request is the same, and small, for every server.
final class Wrk {
    private static final Pattern SUMMARY =
            Pattern.compile("WRK requests=(\\d+) bytes=(\\d+) micros=(\\d+) refused=(\\d+) broken=(\\d+)");
    private static final int HEADER_LIMIT = 4096;

    private final Path script;

    Wrk(Path script) {
        this.script = script;
    }

    /// What one run of wrk counted.
    ///
    /// @param bytes read in all, headers and unfinished answers included
    /// @param refused answers with a status from 400
    /// @param broken connections that failed or took too long
    record Result(int connections, long requests, long bytes, double seconds, long refused, long broken) {
        double requestsPerSecond() {
            return requests / seconds;
        }

        double megabytesPerSecond() {
            return bytes / seconds / 1e6;
        }

        /// What is wrong with the answers, given the length each body must have; empty when nothing is.
        List<String> complaints(long bodyLength) {
            var complaints = new ArrayList<>(complaints());
            if (bytes < requests * bodyLength
                    || bytes > (requests + connections) * (bodyLength + bodyLength / 100 + HEADER_LIMIT)) {
                complaints.add("%d bytes for %d answers of %d bytes".formatted(bytes, requests, bodyLength));
            }
            return complaints;
        }

        /// What is wrong with the answers, whatever their length; empty when nothing is.
        List<String> complaints() {
            var complaints = new ArrayList<String>();
            if (requests == 0) {
                complaints.add("no answer");
            }
            if (refused + broken > 0) {
                complaints.add(refused + " refused and " + broken + " broken of " + requests + " requests");
            }
            return complaints;
        }
    }

    /// Asks for one path over and over.
    Result get(Server server, String path, Map<String, String> headers, int connections, Duration time)
            throws IOException {
        return start(server, path, headers, List.of(), 2, connections, time).await();
    }

    /// Asks for several paths in turns.
    Result get(Server server, List<String> paths, Map<String, String> headers, int connections, Duration time)
            throws IOException {
        return start(server, "/", headers, List.of(String.join(",", paths)), 2, connections, time)
                .await();
    }

    /// Starts asking for `{path}-1` to `{path}-{count}` in turns.
    Run rotate(Server server, String path, int count, Map<String, String> headers, int connections, Duration time)
            throws IOException {
        return start(server, "/", headers, List.of(path, Integer.toString(count)), 1, connections, time);
    }

    private Run start(
            Server server,
            String path,
            Map<String, String> headers,
            List<String> arguments,
            int threads,
            int connections,
            Duration time)
            throws IOException {
        var command =
                new ArrayList<>(List.of("wrk", "-t" + threads, "-c" + connections, "-d" + time.toSeconds() + "s"));
        command.addAll(List.of("--timeout", "30s", "-s", script.toString()));
        headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add("http://127.0.0.1:" + server.port() + path);
        if (!arguments.isEmpty()) {
            command.add("--");
            command.addAll(arguments);
        }
        return new Run(
                connections,
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /// A load under way; it ends by itself when its time is over.
    record Run(int connections, Process process) {
        Result await() throws IOException {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var summary = SUMMARY.matcher(output);
            if (!summary.find()) {
                throw new IOException("wrk failed: " + output);
            }
            return new Result(
                    connections,
                    Long.parseLong(summary.group(1)),
                    Long.parseLong(summary.group(2)),
                    Long.parseLong(summary.group(3)) / 1e6,
                    Long.parseLong(summary.group(4)),
                    Long.parseLong(summary.group(5)));
        }
    }
}
