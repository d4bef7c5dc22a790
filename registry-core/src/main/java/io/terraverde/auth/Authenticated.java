package io.terraverde.auth;

import io.terraverde.core.Caller;
import java.util.Optional;

/// Who makes a request, and how that is known.
///
/// @param tokenKey the key of the generated token it came with
public record Authenticated(Caller caller, Optional<String> tokenKey, Kind kind) {
    private static final Authenticated ANONYMOUS =
            new Authenticated(Caller.anonymous(), Optional.empty(), Kind.NOTHING);

    /// Nobody known.
    static Authenticated anonymous() {
        return ANONYMOUS;
    }

    /// What proved it.
    public enum Kind {
        /// No credential, or none that is right.
        NOTHING,
        /// Name and password.
        BASIC,
        /// A token with name and password inside.
        LEGACY_TOKEN,
        /// A signed token.
        JSON_WEB_TOKEN
    }
}
