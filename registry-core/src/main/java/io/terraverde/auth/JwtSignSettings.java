package io.terraverde.auth;

import java.util.List;
import java.util.Optional;

/// How JSON web tokens are made: the options of `security.api.jwt.sign` and `security.web.sign`.
///
/// @param expiresIn how long a token is valid; without it, for ever
/// @param notBefore when it begins to be
/// @param audience for whom it is; may be empty
public record JwtSignSettings(
        JwtAlgorithm algorithm,
        Optional<TokenDuration> expiresIn,
        TokenDuration notBefore,
        Optional<String> issuer,
        List<String> audience,
        Optional<String> subject,
        Optional<String> jwtId) {
    /// Copies the list.
    public JwtSignSettings {
        audience = List.copyOf(audience);
    }

    /// HS256, valid from now on, and nothing else.
    ///
    /// @param expiresIn for example `1h`, Verdaccio's default for the web
    public static JwtSignSettings expiringIn(TokenDuration expiresIn) {
        return new JwtSignSettings(
                JwtAlgorithm.HS256,
                Optional.of(expiresIn),
                TokenDuration.parse("1ms"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
