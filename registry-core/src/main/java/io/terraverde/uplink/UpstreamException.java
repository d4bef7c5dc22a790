package io.terraverde.uplink;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server outside gave no usable answer. That never means that what was asked for does not exist.
///
/// The message names the server and says what happened, for people at the client: `uplink "npmjs" timed out`.
/// It holds no credentials.
public final class UpstreamException extends RuntimeException {
    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /// @param retryAfter when the server says it can be asked again
    /// @param cause what failed underneath, for the log
    public UpstreamException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /// What happened.
    public Kind kind() {
        return kind;
    }

    /// When asking again makes sense, if that is known.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// What happened.
    public enum Kind {
        /// No connection: refused, unknown host, TLS, proxy; or one that broke off.
        UNREACHABLE,
        /// No answer, or silence within one, for longer than the time-out.
        TIMED_OUT,
        /// It asks to be left alone for now: 429, 503.
        BUSY,
        /// It answered with another status: 401, 403, 500, …
        REFUSED,
        /// It answered with something that is not what was asked for: no JSON, another package, too much, too
        /// many redirects, wrong bytes.
        WRONG,
        /// It is not asked at the moment: it has failed too often, or too many requests are on their way.
        LEFT_ALONE;

        /// Whether this says something about the server or the way to it, and not only about what was asked
        /// for.
        public boolean isOutage() {
            return this == UNREACHABLE || this == TIMED_OUT;
        }
    }
}
