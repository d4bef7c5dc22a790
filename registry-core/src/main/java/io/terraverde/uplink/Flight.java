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

    /// What an errand is for.
    ///
    /// @param anew whether the uplink is asked however fresh its last answer is
    /// @param lost the digest of a packument that is not in the cache any more, so that no state may name it
    record Purpose(boolean anew, @Nullable String lost) {
        /// Something that may be given out.
        static final Purpose ANYTHING = new Purpose(false, null);

        /// What the uplink says at present.
        static final Purpose ITS_WORD = new Purpose(true, null);

        /// A packument in the place of one that the cache has lost.
        static Purpose insteadOf(String digest) {
            return new Purpose(false, digest);
        }
    }

    private final Purpose purpose;
    private final Instant started;
    private final CompletableFuture<Known> answer = new CompletableFuture<>();
    private final CompletableFuture<Known> landing = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile @Nullable Flight before;

    Flight(Purpose purpose, Instant started) {
        this.purpose = purpose;
        this.started = started;
    }

    /// The one to wait for: `underWay` while it has not landed, else this one.
    Flight orJoin(@Nullable Flight underWay) {
        if (underWay != null && !underWay.hasLanded()) {
            return underWay;
        }
        before = underWay;
        return this;
    }

    Purpose purpose() {
        return purpose;
    }

    Instant started() {
        return started;
    }

    /// Completed as soon as there is something that may be given out.
    CompletableFuture<Known> answer() {
        return answer;
    }

    /// Completed with what is not asked for any more: the word of the uplink, unless something fresh was found.
    CompletableFuture<Known> landing() {
        return landing;
    }

    boolean hasLanded() {
        return landing.isDone();
    }

    /// Waits until the errand before this one is over.
    void awaitStart() {
        if (before != null) {
            before.over.join();
            before = null;
        }
    }

    /// Gives out what has to be renewed.
    void answerMeanwhile(Known present) {
        boolean _ = answer.complete(present);
    }

    /// Answers with what is not asked for any more.
    void land(Known answered) {
        boolean _ = landing.complete(answered);
        boolean _ = answer.complete(answered);
    }

    /// Tells those who wait why there is no answer.
    void fail(Throwable reason) {
        boolean _ = landing.completeExceptionally(reason);
        boolean _ = answer.completeExceptionally(reason);
    }

    /// Ends it.
    void end() {
        boolean _ = over.complete(null);
    }
}
