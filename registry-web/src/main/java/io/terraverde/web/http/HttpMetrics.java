package io.terraverde.web.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The figures of the web server, and of the process: times by route and status, requests in flight, open
/// connections.
public final class HttpMetrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /// @param registry other parts may add their figures to it
    public HttpMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("http.server.requests.in.flight", inFlight, AtomicInteger::get)
                .description("Requests being answered")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /// Answers `/-/metrics`, in Prometheus' text form.
    public Endpoint endpoint() {
        return exchange -> Answers.text(200, TEXT, registry.scrape(TEXT));
    }

    /// A request begins.
    ///
    /// @return a point in time, for {@link #end}
    long begin() {
        inFlight.incrementAndGet();
        return System.nanoTime();
    }

    /// A request was answered.
    void end(long begin, @Nullable Route route, int status) {
        inFlight.decrementAndGet();
        Key key = route == null ? new Key("", "(none)", status) : new Key(route.method(), route.pattern(), status);
        timers.computeIfAbsent(key, this::timer).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }

    /// Adds the number of open connections.
    void countConnections(IntSupplier connections) {
        Gauge.builder("http.server.connections", connections, IntSupplier::getAsInt)
                .description("Open connections")
                .strongReference(true)
                .register(registry);
    }

    private Timer timer(Key key) {
        return Timer.builder("http.server.requests")
                .description("Time to answer, by route")
                .tag("method", key.method())
                .tag("route", key.route())
                .tag("status", Integer.toString(key.status()))
                .register(registry);
    }

    private record Key(String method, String route, int status) {}
}
