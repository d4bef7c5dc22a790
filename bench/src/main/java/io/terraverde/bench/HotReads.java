package io.terraverde.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Requests per second of one packument that everybody asks for, in each form and encoding.
final class HotReads {
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Wrk wrk;
    private final Rounds rounds;
    private final Report report;

    HotReads(Wrk wrk, Rounds rounds, Report report) {
        this.wrk = wrk;
        this.rounds = rounds;
        this.report = report;
    }

    void run(List<Server> servers) throws IOException {
        for (var form : Form.values()) {
            for (var encoding : Encoding.values()) {
                measure(servers, Samples.SMALL, form, encoding, Duration.ofSeconds(2));
                // Long enough for the slowest server to answer something.
                measure(servers, Samples.LARGE, form, encoding, Duration.ofSeconds(4));
            }
        }
        measureWithTokens(
                servers.stream().filter(server -> server.kind().isRegistry()).toList());
    }

    private void measure(List<Server> servers, SamplePackage sample, Form form, Encoding encoding, Duration time)
            throws IOException {
        var headers = form.headers(encoding);
        measure(row(servers, sample, form, encoding), servers, "/" + sample.name(), _ -> headers, time);
    }

    private void measureWithTokens(List<Server> registries) throws IOException {
        var headers = new EnumMap<ServerKind, Map<String, String>>(ServerKind.class);
        for (var registry : registries) {
            var withToken = new HashMap<>(Form.FULL.headers(Encoding.GZIP));
            withToken.putAll(Login.create(registry, "reader"));
            headers.put(registry.kind(), withToken);
        }
        var row = row(registries, Samples.SMALL, Form.FULL, Encoding.GZIP) + ", with a JWT";
        measure(row, registries, "/" + Samples.SMALL.name(), headers::get, Duration.ofSeconds(2));
    }

    private static String row(List<Server> servers, SamplePackage sample, Form form, Encoding encoding)
            throws IOException {
        return "hot GET, %s, %s, %s"
                .formatted(Probe.size(servers.getFirst(), sample.name(), form), form.label(), encoding.label());
    }

    private void measure(
            String row,
            List<Server> servers,
            String path,
            Function<ServerKind, Map<String, String>> headers,
            Duration time)
            throws IOException {
        var lengths = new EnumMap<ServerKind, Integer>(ServerKind.class);
        for (var server : servers) {
            lengths.put(server.kind(), Probe.bodyLength(server, path, headers.apply(server.kind())));
            wrk.get(server, path, headers.apply(server.kind()), CONNECTIONS, WARM_UP);
        }
        rounds.run(servers, server -> {
            var result = wrk.get(server, path, headers.apply(server.kind()), CONNECTIONS, time);
            result.complaints(lengths.get(server.kind()))
                    .forEach(complaint -> report.note(
                            "%s, %s: %s".formatted(row, server.kind().label(), complaint)));
            report.record(row, Unit.PER_SECOND, server.kind(), result.requestsPerSecond());
        });
        noteOtherBytes(row, lengths);
    }

    private void noteOtherBytes(String row, Map<ServerKind, Integer> lengths) {
        var ours = lengths.get(ServerKind.TERRAVERDE);
        var nginx = lengths.get(ServerKind.NGINX);
        if (ours != null && nginx != null && !ours.equals(nginx)) {
            report.note("%s: terraverde sends %d bytes and nginx %d".formatted(row, ours, nginx));
        }
    }
}
