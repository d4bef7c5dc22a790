package io.terraverde.uplink;

import java.time.Duration;

/// Told what came of every request to a server outside, for metrics. Called by whoever asked, so it returns quickly.
@FunctionalInterface
public interface UpstreamObserver {
    /// A request has an outcome.
    ///
    /// @param name of the uplink or mirror
    /// @param took until the head of the answer, or until it was clear that there is none; until the end for a body
    ///     that broke off
    void observed(String name, Outcome outcome, Duration took);

    /// What came of a request. A body that breaks off is a second outcome of the same request.
    enum Outcome {
        /// A body follows.
        FOUND,
        /// 304.
        NOT_CHANGED,
        /// 404 or 410.
        ABSENT,
        /// No connection, or one that broke off before the answer.
        UNREACHABLE,
        /// No answer in time.
        TIMED_OUT,
        /// 429 or 503.
        BUSY,
        /// Another status.
        REFUSED,
        /// Something that is not what was asked for.
        WRONG,
        /// Not asked at all.
        LEFT_ALONE,
        /// The body did not come to its end.
        BROKEN_OFF;

        /// The outcome of a request without a usable answer.
        public static Outcome of(UpstreamException.Kind kind) {
            return switch (kind) {
                case UNREACHABLE -> UNREACHABLE;
                case TIMED_OUT -> TIMED_OUT;
                case BUSY -> BUSY;
                case REFUSED -> REFUSED;
                case WRONG -> WRONG;
                case LEFT_ALONE -> LEFT_ALONE;
            };
        }
    }
}
