package io.terraverde.auth;

import java.util.Optional;

/// Which kind of token the registry gives out and takes as `Bearer`.
public enum TokenMode {
    /// Verdaccio's own, encrypted name and password; the default. JSON web tokens of the web login are taken too, to
    /// read.
    LEGACY,
    /// JSON web tokens, of the API and of the web alike.
    JSON_WEB_TOKEN;

    /// What `security.api` means. Verdaccio gives out and takes tokens by two different rules, so that some
    /// settings make tokens that it then does not take; here both go by whether `jwt.sign` is there.
    ///
    /// @param apiSign `security.api.jwt.sign`
    public static TokenMode of(Optional<JwtSignSettings> apiSign) {
        return apiSign.isPresent() ? JSON_WEB_TOKEN : LEGACY;
    }
}
