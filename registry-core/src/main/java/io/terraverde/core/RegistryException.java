package io.terraverde.core;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A refusal of the request, with a message for the person at the client. Nothing was changed.
///
/// The message goes out as npm's `{"error": "..."}`; it holds no secret and no internals.
public abstract sealed class RegistryException extends RuntimeException {
    private RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The request itself is wrong; repeating it cannot help.
    public static final class Invalid extends RegistryException {
        private final Kind kind;

        private Invalid(Kind kind, String message) {
            super(message, null);
            this.kind = kind;
        }

        /// Malformed: cannot be understood (400).
        public static Invalid malformed(String message) {
            return new Invalid(Kind.MALFORMED, message);
        }

        /// Understood, but its content is refused (422).
        public static Invalid unprocessable(String message) {
            return new Invalid(Kind.UNPROCESSABLE, message);
        }

        /// How it is wrong.
        public Kind kind() {
            return kind;
        }

        /// The two ways of being wrong that npm clients and Verdaccio tell apart.
        public enum Kind {
            /// 400
            MALFORMED,
            /// 422
            UNPROCESSABLE
        }
    }

    /// Nobody is logged in, or the credential is wrong (401).
    public static final class Unauthenticated extends RegistryException {
        /// @param message what one must log in for
        public Unauthenticated(String message) {
            super(message, null);
        }
    }

    /// The caller is known and may not do this (403).
    public static final class Forbidden extends RegistryException {
        /// @param message who may not do what
        public Forbidden(String message) {
            super(message, null);
        }
    }

    /// The thing asked for does not exist here (404).
    public static final class NotFound extends RegistryException {
        /// @param message what is missing
        public NotFound(String message) {
            super(message, null);
        }
    }

    /// The request contradicts the present state (409).
    public static final class Conflict extends RegistryException {
        /// @param message what stands in the way
        public Conflict(String message) {
            super(message, null);
        }
    }

    /// A stated limit was exceeded (413).
    public static final class TooLarge extends RegistryException {
        /// @param message which limit, and its value
        public TooLarge(String message) {
            super(message, null);
        }
    }

    /// The registry cannot answer now; the same request may succeed later.
    public static final class Unavailable extends RegistryException {
        private final Reason reason;
        private final @Nullable Duration retryAfter;

        /// @param cause what failed underneath, for the log
        public Unavailable(Reason reason, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.reason = reason;
            this.retryAfter = retryAfter;
        }

        /// Why it cannot answer.
        public Reason reason() {
            return reason;
        }

        /// When trying again makes sense, if that is known.
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        /// Why the registry cannot answer.
        public enum Reason {
            /// The storage or another resource does not answer: 503.
            BUSY,
            /// The storage has no room: 507.
            FULL,
            /// A server outside gave an answer that is of no use: 502.
            UPSTREAM_WRONG,
            /// A server outside cannot be reached, or asks to be left alone: 503.
            UPSTREAM_DOWN,
            /// A server outside did not answer in time: 504.
            UPSTREAM_SLOW
        }
    }
}
