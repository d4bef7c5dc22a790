package io.terraverde.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which JSON web tokens are accepted: the options of `security.api.jwt.verify`. What is empty is not asked for.
///
/// @param algorithms at least one
/// @param issuers one of which the token must be from
/// @param audiences one of which the token must be for
/// @param clockTolerance by which clocks may differ
/// @param maxAge how old a token may be, whatever its own expiry says
public record JwtVerifySettings(
        Set<JwtAlgorithm> algorithms,
        List<String> issuers,
        List<String> audiences,
        Optional<String> subject,
        Optional<String> jwtId,
        Duration clockTolerance,
        Optional<TokenDuration> maxAge) {
    /// Copies the collections.
    ///
    /// @throws IllegalArgumentException when no algorithm would be accepted
    public JwtVerifySettings {
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("no algorithm is accepted for JSON web tokens");
        }
        algorithms = Set.copyOf(algorithms);
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
    }

    /// Every algorithm, and nothing asked for but a right signature and a valid time.
    public static JwtVerifySettings defaults() {
        return new JwtVerifySettings(
                Set.of(JwtAlgorithm.values()),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty());
    }
}
