package io.terraverde.uplink;

import io.terraverde.uplink.UpstreamPackuments.Known;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Waits for answers of uplinks, with a bound on how many may wait.
final class FlightWaits {
    /// Fewer than the requests a server takes, so that a hanging uplink leaves room for those who do not need
    /// it.
    private static final int MAX_WAITING = 1_000;

    private final Semaphore places = new Semaphore(MAX_WAITING);

    /// What an uplink said.
    ///
    /// @throws UpstreamException when it failed, takes too long, or too many wait already
    /// @throws RuntimeException what else ended the errand
    Known await(Uplink uplink, CompletableFuture<Known> answer, Duration time) {
        boolean waits = !answer.isDone();
        if (waits && !places.tryAcquire()) {
            throw failure(UpstreamException.Kind.BUSY, uplink, "too many requests wait for it", null);
        }
        try {
            return answer.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, "did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, "was not waited for", e);
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            if (waits) {
                places.release();
            }
        }
    }

    /// Of this thread, with the stack of the errand below it.
    private static RuntimeException cause(ExecutionException e) {
        return switch (e.getCause()) {
            case UpstreamException told ->
                new UpstreamException(
                        told.kind(),
                        String.valueOf(told.getMessage()),
                        told.retryAfter().orElse(null),
                        told);
            case RuntimeException other -> other;
            case null, default -> new IllegalStateException("asking an uplink failed", e);
        };
    }

    static UpstreamException failure(
            UpstreamException.Kind kind, Uplink uplink, String what, @Nullable Throwable cause) {
        return new UpstreamException(kind, "uplink \"" + uplink.name() + "\" " + what, null, cause);
    }
}
