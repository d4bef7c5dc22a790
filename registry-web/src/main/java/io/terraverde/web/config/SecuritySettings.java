package io.terraverde.web.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `security:` and what Verdaccio takes from the environment for its legacy tokens.
///
/// @param acceptsJwt whether Bearer tokens of the API are JWTs; otherwise they are legacy AES tokens
/// @param apiSign how API tokens are signed; empty when legacy AES tokens are issued
/// @param webSign how tokens of browser logins are signed
/// @param verify what is asked of a JWT
/// @param legacyAlgorithm the cipher of legacy tokens, `aes-256-ctr` or `aes-256-cbc`
/// @param legacyKey the key of legacy tokens, 32 characters; empty for the secret in the storage
/// @param migrateSecret whether a stored secret that has not 32 characters is replaced, which ends all tokens
public record SecuritySettings(
        boolean acceptsJwt,
        Optional<JwtSign> apiSign,
        JwtSign webSign,
        JwtVerify verify,
        String legacyAlgorithm,
        Optional<Secret> legacyKey,
        boolean migrateSecret) {

    /// How JWTs are signed.
    ///
    /// @param algorithm `HS256`, `HS384` or `HS512`
    /// @param expiresIn how long a token is good; empty for ever
    /// @param notBefore how long after its making it becomes good
    /// @param issuer claim `iss`
    /// @param audience claim `aud`; empty for none
    /// @param subject claim `sub`
    /// @param jwtId claim `jti`
    public record JwtSign(
            String algorithm,
            Optional<Duration> expiresIn,
            Duration notBefore,
            Optional<String> issuer,
            List<String> audience,
            Optional<String> subject,
            Optional<String> jwtId) {
        /// Copies the list.
        public JwtSign {
            audience = List.copyOf(audience);
        }

        /// Verdaccio's own options with a life time.
        static JwtSign expiringIn(Duration expiresIn) {
            return new JwtSign(
                    "HS256",
                    Optional.of(expiresIn),
                    Duration.ofMillis(1),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// What is asked of a JWT besides its signature.
    ///
    /// @param algorithms which are accepted
    /// @param issuers one of them must be the claim `iss`; empty for any
    /// @param audiences one of them must be among the claim `aud`; empty for any
    /// @param subject must be the claim `sub`; empty for any
    /// @param jwtId must be the claim `jti`; empty for any
    /// @param clockTolerance by how much clocks may differ
    /// @param maxAge how old a token may be whatever it says itself; empty for any age
    public record JwtVerify(
            List<String> algorithms,
            List<String> issuers,
            List<String> audiences,
            Optional<String> subject,
            Optional<String> jwtId,
            Duration clockTolerance,
            Optional<Duration> maxAge) {
        /// Copies the lists.
        public JwtVerify {
            algorithms = List.copyOf(algorithms);
            issuers = List.copyOf(issuers);
            audiences = List.copyOf(audiences);
        }
    }
}
