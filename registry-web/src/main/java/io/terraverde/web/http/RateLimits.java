package io.terraverde.web.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How often one client address may call something within a window of time. Windows are fixed intervals since the
/// start and the same for all clients, as in Verdaccio.
public final class RateLimits {
    private static final int MAX_CLIENTS = 100_000;
    /// Stands for all clients beyond the first hundred thousand of a window.
    private static final String EVERYBODY_ELSE = "*";

    private final InstantSource clock;
    private final long startMillis;
    private final long windowMillis;
    private final int max;

    /// @param window length of an interval
    /// @param max calls of one client within it
    public RateLimits(InstantSource clock, Duration window, int max) {
        this.clock = clock;
        this.startMillis = clock.millis();
        this.windowMillis = Math.max(1, window.toMillis());
        this.max = max;
    }

    /// A counter; the endpoints it guards share it.
    public Counter newCounter() {
        return new Counter();
    }

    /// Counts the calls of each client.
    public final class Counter {
        private volatile Window window = new Window(0);

        private Counter() {}

        /// The endpoint, answering 429 when a client calls it too often.
        public Endpoint guard(Endpoint endpoint) {
            return exchange -> {
                Window current = current();
                int count = current.count(exchange.clientAddress());
                long resetMillis = startMillis + (current.number + 1) * windowMillis;
                exchange.addToAnswer("X-RateLimit-Limit", Integer.toString(max));
                exchange.addToAnswer("X-RateLimit-Remaining", Integer.toString(Math.max(0, max - count)));
                exchange.addToAnswer("X-RateLimit-Reset", Long.toString((resetMillis + 999) / 1000));
                return count > max ? refusal() : endpoint.answer(exchange);
            };
        }

        private Window current() {
            long number = (clock.millis() - startMillis) / windowMillis;
            Window known = window;
            if (known.number == number) {
                return known;
            }
            synchronized (this) {
                if (window.number != number) {
                    window = new Window(number);
                }
                return window;
            }
        }

        private BodyAnswer refusal() {
            return Answers.text(429, "text/html; charset=utf-8", "Too many requests, please try again later.")
                    .with("Retry-After", Long.toString(Math.ceilDiv(windowMillis, 1000)));
        }
    }

    private static final class Window {
        private final long number;
        private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        private Window(long number) {
            this.number = number;
        }

        private int count(String client) {
            boolean known = counts.size() < MAX_CLIENTS || counts.containsKey(client);
            return counts.computeIfAbsent(known ? client : EVERYBODY_ELSE, name -> new AtomicInteger())
                    .incrementAndGet();
        }
    }
}
