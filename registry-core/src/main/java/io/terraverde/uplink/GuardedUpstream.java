package io.terraverde.uplink;

import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamObserver.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// A server outside that is left alone when it fails too often. Counts what comes of the requests.
public final class GuardedUpstream implements Upstream {
    /// A body that breaks off behind so many bytes is no outage.
    private static final long WORTH_ITS_LINE = 256 << 10;

    private final String kind;
    private final String name;
    private final Upstream upstream;
    private final Circuit circuit;
    private final UpstreamObserver observer;
    private final LongSupplier nanoTime;

    /// @param kind how the configuration calls such a server: `uplink` or `mirror`
    /// @param name as the configuration calls it
    /// @param upstream asked when the circuit allows
    /// @param circuit whether it does
    /// @param observer told of every outcome
    /// @param nanoTime monotonic, as `System.nanoTime`
    public GuardedUpstream(
            String kind,
            String name,
            Upstream upstream,
            Circuit circuit,
            UpstreamObserver observer,
            LongSupplier nanoTime) {
        this.kind = kind;
        this.name = name;
        this.upstream = upstream;
        this.circuit = circuit;
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    /// @throws UpstreamException `LEFT_ALONE` at once while the circuit is open
    @Override
    public UpstreamAnswer get(UpstreamRequest request) {
        long began = nanoTime.getAsLong();
        return switch (circuit.enter()) {
            case Circuit.Refused refused -> {
                observer.observed(name, Outcome.LEFT_ALONE, Duration.ZERO);
                throw leftAlone(refused);
            }
            case Circuit.Pass pass -> {
                try {
                    yield ask(request, pass, began);
                } finally {
                    pass.abandoned();
                }
            }
        };
    }

    private UpstreamAnswer ask(UpstreamRequest request, Circuit.Pass pass, long began) {
        UpstreamAnswer answer;
        try {
            answer = upstream.get(request);
        } catch (UpstreamException e) {
            observer.observed(name, Outcome.of(e.kind()), since(began));
            if (e.kind().isOutage()) {
                pass.failed(reason(e));
            } else if (e.kind() != UpstreamException.Kind.LEFT_ALONE) {
                pass.answered();
            }
            throw e;
        }
        return switch (answer) {
            case Found found -> {
                observer.observed(name, Outcome.FOUND, since(began));
                if (pass.isProbe()) {
                    pass.answered();
                }
                yield withWatchedBody(found, pass, began);
            }
            case UpstreamAnswer.NotChanged same -> {
                observer.observed(name, Outcome.NOT_CHANGED, since(began));
                pass.answered();
                yield same;
            }
            case UpstreamAnswer.Absent absent -> {
                observer.observed(name, Outcome.ABSENT, since(began));
                pass.answered();
                yield absent;
            }
        };
    }

    private Found withWatchedBody(Found found, Circuit.Pass pass, long began) {
        return new Found(
                found.offset(),
                found.sizeBytes(),
                found.etag(),
                found.lastModified(),
                found.contentType(),
                found.encoding(),
                new WatchedBody(found.body(), pass, began));
    }

    private UpstreamException leftAlone(Circuit.Refused refused) {
        String message = label() + "offline, asked again in "
                + refused.retryAfter().plusMillis(999).toSeconds() + " s; the last request failed: "
                + refused.state().reason().orElse("unknown");
        return new UpstreamException(UpstreamException.Kind.LEFT_ALONE, message, refused.retryAfter(), null);
    }

    private String label() {
        return kind + " \"" + name + "\": ";
    }

    /// What a failure says, without the name in front, which the circuit's reader knows.
    private String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith(label()) ? message.substring(label().length()) : message;
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    /// Tells the circuit whether the body came, to its end or so far that the server is worth its line. The head alone
    /// says too little: a server whose answers all break off would never be left alone. A bad line that brings
    /// something before it breaks is no outage: what it brought is not asked for again.
    private final class WatchedBody extends InputStream {
        private final InputStream body;
        private final Circuit.Pass pass;
        private final long began;
        private final AtomicBoolean told = new AtomicBoolean();
        private long count;

        private WatchedBody(InputStream body, Circuit.Pass pass, long began) {
            this.body = body;
            this.pass = pass;
            this.began = began;
        }

        @Override
        public int read() throws IOException {
            try {
                int read = body.read();
                count(read < 0 ? -1 : 1);
                return read;
            } catch (IOException e) {
                throw brokenOff(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = body.read(into, offset, length);
                count(read);
                return read;
            } catch (IOException e) {
                throw brokenOff(e);
            }
        }

        @Override
        public int available() throws IOException {
            return body.available();
        }

        /// Whoever closes early has seen the server work.
        @Override
        public void close() throws IOException {
            ended();
            body.close();
        }

        private void count(int read) {
            if (read < 0) {
                ended();
            }
            count += Math.max(read, 0);
        }

        private void ended() {
            if (told.compareAndSet(false, true)) {
                pass.answered();
            }
        }

        private IOException brokenOff(IOException failure) {
            boolean ownInterrupt =
                    failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
            if (!ownInterrupt && told.compareAndSet(false, true)) {
                observer.observed(name, Outcome.BROKEN_OFF, since(began));
                if (count < WORTH_ITS_LINE) {
                    pass.failed(reason(failure));
                } else {
                    pass.answered();
                }
            }
            return failure;
        }
    }
}
