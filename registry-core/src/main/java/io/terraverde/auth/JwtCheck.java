package io.terraverde.auth;

/// What became of checking a JSON web token.
sealed interface JwtCheck {
    /// It is ours, and valid.
    record Valid(JwtUser user) implements JwtCheck {}

    /// It is ours, but its time has not come.
    record NotActive() implements JwtCheck {}

    /// It is not ours, or not any more valid, or no token at all.
    record Refused() implements JwtCheck {}
}
