package io.terraverde.web.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.terraverde.uplink.Circuit;
import io.terraverde.uplink.UpstreamObserver;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the requests to uplinks and mirrors, `uplink_requests_total{outcome="found",uplink="other"}`, and how long
/// their answers take.
final class UplinkMetrics implements UpstreamObserver {
    private record Key(String uplink, Outcome outcome) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    UplinkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// Shows whether a server is left alone: `uplink_circuit_open{uplink="other"}` is 1 then.
    ///
    /// @param circuit lives as long as the metrics
    void watch(String name, Circuit circuit) {
        Gauge.builder("uplink.circuit.open", circuit, one -> one.state().isOffline() ? 1 : 0)
                .description("Whether the uplink has failed so often that it is left alone")
                .tag("uplink", name)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void observed(String name, Outcome outcome, Duration took) {
        counters.computeIfAbsent(new Key(name, outcome), this::counter).increment();
        if (outcome != Outcome.LEFT_ALONE && outcome != Outcome.BROKEN_OFF) {
            timers.computeIfAbsent(name, this::timer).record(took);
        }
    }

    private Counter counter(Key key) {
        return Counter.builder("uplink.requests")
                .description("Requests to uplinks and mirrors by what came of them")
                .tag("uplink", key.uplink())
                .tag("outcome", key.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer timer(String uplink) {
        return Timer.builder("uplink.answer")
                .description("Time until an uplink or mirror answered, or it was clear that it does not")
                .tag("uplink", uplink)
                .register(registry);
    }
}
