package io.terraverde.web.uplink;

import io.terraverde.uplink.Upstream;
import io.terraverde.uplink.UpstreamAnswer;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.uplink.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// A server outside, asked over HTTP/2 where it offers that in the TLS handshake, over HTTP/1.1 otherwise.
///
/// The time-out is for everything until the head of the answer: a free connection, the connection itself, redirects.
/// No cookies are kept. Transfers are bounded in number; each keeps its place until its body was read to the end or
/// closed.
public final class HttpUpstream implements Upstream, AutoCloseable {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);
    private static final Duration REST_WAIT = Duration.ofSeconds(1);
    private static final int MAX_REST_BYTES = 64 * 1024;

    private final UpstreamOptions options;
    private final LongSupplier nanoTime;
    private final RequestHeaders headers;
    private final AnswerReader reader;
    private final HttpTransport transport;
    private final Semaphore places;

    /// @param clock for `Retry-After` with a date
    /// @param nanoTime monotonic, as `System.nanoTime`
    /// @throws IllegalArgumentException when `ca` is not usable
    public HttpUpstream(UpstreamOptions options, InstantSource clock, LongSupplier nanoTime) {
        this.options = options;
        this.nanoTime = nanoTime;
        this.headers = new RequestHeaders(options);
        this.reader = new AnswerReader(options.label(), clock);
        this.transport = new HttpTransport(options);
        this.places = new Semaphore(options.pool().max(), true);
    }

    /// As the port says. `LEFT_ALONE` when all connections were in use for as long as the time-out.
    @Override
    public UpstreamAnswer get(UpstreamRequest request) {
        if (!Origins.isWeb(request.address())) {
            throw failure(Kind.WRONG, "not an address of a web server", null, null);
        }
        if (headers.closesCircle(request)) {
            throw failure(Kind.WRONG, "the request has come through this registry before", null, null);
        }
        Deadline deadline = Deadline.in(options.timeout(), nanoTime);
        takePlace(deadline);
        boolean kept = false;
        try {
            UpstreamAnswer answer = follow(request, deadline);
            kept = answer instanceof UpstreamAnswer.Found;
            return answer;
        } finally {
            if (!kept) {
                places.release();
            }
        }
    }

    /// Ends all transfers and connections.
    @Override
    public void close() {
        transport.close();
    }

    private UpstreamAnswer follow(UpstreamRequest request, Deadline deadline) {
        URI address = Origins.sent(request.address());
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Map<String, String> sent = headers.of(request, address);
            Answer answer = transport.get(address, sent, deadline, where(address));
            boolean handedOver = false;
            try {
                if (!REDIRECTS.contains(answer.status())) {
                    UpstreamAnswer meaning = reader.read(request, sent, answer);
                    handedOver = meaning instanceof UpstreamAnswer.Found;
                    if (handedOver) {
                        answer.body().whenOver(places::release);
                    }
                    return meaning;
                }
                address = target(address, answer);
            } finally {
                if (!handedOver) {
                    letGo(answer.body());
                }
            }
        }
        throw failure(Kind.WRONG, "more than " + MAX_REDIRECTS + " redirects", null, null);
    }

    private URI target(URI from, Answer answer) {
        String location = answer.headers().get(HttpHeader.LOCATION);
        if (location == null) {
            throw failure(Kind.WRONG, "a redirect without an address", null, null);
        }
        return Origins.resolve(from, location)
                .orElseThrow(() -> failure(Kind.WRONG, "a redirect to what is no address of a web server", null, null));
    }

    /// Reads what is left of a short body, because that keeps the connection.
    private void letGo(AnswerBody body) {
        Deadline deadline = Deadline.in(REST_WAIT, nanoTime);
        byte[] rest = new byte[8 * 1024];
        try (body) {
            for (int total = 0, read = 0; read >= 0 && total < MAX_REST_BYTES; total += read) {
                Duration left = deadline.left();
                if (left.isZero()) {
                    return;
                }
                read = body.read(rest, 0, rest.length, left);
            }
        } catch (IOException ignored) {
            // The answer is known already; closing gives the connection up.
        }
    }

    private void takePlace(Deadline deadline) {
        try {
            if (!places.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure(
                        Kind.LEFT_ALONE, "all " + options.pool().max() + " connections are in use", BUSY_WAIT, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Kind.LEFT_ALONE, "the request was given up before it was sent", null, e);
        }
    }

    /// Names the host in messages when it is not the configured one.
    private String where(URI address) {
        return Origins.same(address, options.url()) ? "" : " (at " + Origins.host(address) + ")";
    }

    private UpstreamException failure(
            Kind kind, String what, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new UpstreamException(kind, options.label() + ": " + what, retryAfter, cause);
    }
}
