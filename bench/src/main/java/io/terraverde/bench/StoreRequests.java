package io.terraverde.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many requests registries have sent to their store, by S3 operation, as their metrics say.
record StoreRequests(Map<String, Double> byOperation) {
    private static final Pattern COUNTER =
            Pattern.compile("(?m)^store_requests_total\\{operation=\"(\\w+)\"\\} ([0-9.eE+]+)$");

    static final StoreRequests NONE = new StoreRequests(Map.of());

    StoreRequests {
        byOperation = new TreeMap<>(byOperation);
    }

    /// Since the registry's start.
    static StoreRequests of(Server registry) throws IOException {
        try (var connection = new Connection(registry.port())) {
            var metrics = COUNTER.matcher(connection.get("/-/metrics", Map.of()).text());
            return new StoreRequests(metrics.results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> Double.parseDouble(found.group(2)))));
        }
    }

    StoreRequests plus(StoreRequests more) {
        return combined(more, 1);
    }

    StoreRequests minus(StoreRequests earlier) {
        return combined(earlier, -1);
    }

    private StoreRequests combined(StoreRequests other, int sign) {
        var sums = new TreeMap<>(byOperation);
        other.byOperation.forEach((operation, count) -> sums.merge(operation, sign * count, Double::sum));
        return new StoreRequests(sums);
    }

    double total() {
        return byOperation.values().stream().mapToDouble(count -> count).sum();
    }

    double of(String operation) {
        return byOperation.getOrDefault(operation, 0.0);
    }

    /// Such as `GetObject 2.01, PutObject 2.34`.
    String per(long requests) {
        return byOperation.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> "%s %.2f".formatted(entry.getKey(), entry.getValue() / requests))
                .collect(Collectors.joining(", "));
    }
}
