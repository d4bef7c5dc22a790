package io.terraverde.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `Authorization` header of two words, exactly one space between them: `Bearer OTAxO...`.
///
/// @param scheme as it was written; compare without regard to case
public record AuthorizationHeader(String scheme, String token) {
    private static final int MAX_CHARS = 16_384;

    /// Reads a header; empty when there is none, it has another shape, or it is too long to be one of ours.
    public static Optional<AuthorizationHeader> parse(@Nullable String header) {
        if (header == null || header.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int space = header.indexOf(' ');
        if (space <= 0 || space == header.length() - 1 || header.indexOf(' ', space + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new AuthorizationHeader(header.substring(0, space), header.substring(space + 1)));
    }

    /// Whether the scheme is this one, in any case.
    boolean is(String name) {
        return scheme.equalsIgnoreCase(name);
    }

    /// Does not show the token.
    @Override
    public String toString() {
        return "AuthorizationHeader[scheme=" + scheme + "]";
    }
}
