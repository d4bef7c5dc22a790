package io.terraverde.uplink;

import io.terraverde.uplink.UpstreamPackuments.Known;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One errand for an uplink's packument.
final class Flight {
    /*
     * An answer is given out before it is kept, so an errand goes on after it has landed. Who comes then does not join:
     * the answer may be older than the wish. The errand of those begins when this one is over, because of two that
     * keep at the same time the older might be the last.
     */
    private final Instant started;
    private final CompletableFuture<Known> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean landed;
    private volatile @Nullable Flight before;

    Flight(Instant started) {
        this.started = started;
    }

    /// The one to wait for: `underWay` while the uplink has not yet answered it, else this one.
    Flight orJoin(@Nullable Flight underWay) {
        if (underWay != null && !underWay.landed) {
            return underWay;
        }
        before = underWay;
        return this;
    }

    Instant started() {
        return started;
    }

    /// Completed as soon as there is something that may be given out.
    CompletableFuture<Known> answer() {
        return answer;
    }

    /// Waits until the errand before this one is over.
    void awaitStart() {
        if (before != null) {
            before.over.join();
            before = null;
        }
    }

    /// Answers with what is not asked for any more.
    void land(Known answered) {
        landed = true;
        boolean _ = answer.complete(answered);
    }

    /// Ends it.
    void end() {
        boolean _ = over.complete(null);
    }
}
