package io.terraverde.web.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the requests to the store: `store_requests_total{operation="GetObject"}`.
final class StoreMetrics {
    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    StoreMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A request goes out.
    void sent(String operation) {
        counters.computeIfAbsent(operation, this::counter).increment();
    }

    private Counter counter(String operation) {
        return Counter.builder("store.requests")
                .description("Requests to the store, repeated ones too")
                .tag("operation", operation)
                .register(registry);
    }
}
