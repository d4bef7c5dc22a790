package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import io.terraverde.web.config.SecuritySettings.JwtSign;
import io.terraverde.web.config.SecuritySettings.JwtVerify;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `security:` and the variables about legacy tokens.
final class SecurityReader {
    private static final List<String> HMAC = List.of("HS256", "HS384", "HS512");
    private static final Map<String, String> ALGORITHMS = Map.of("HS256", "HS256", "HS384", "HS384", "HS512", "HS512");
    private static final String LEGACY_ALGORITHM = "VERDACCIO_LEGACY_ALGORITHM";
    private static final String LEGACY_KEY = "VERDACCIO_LEGACY_ENCRYPTION_KEY";
    private static final Set<String> LEGACY_CIPHERS = Set.of("aes-256-ctr", "aes-256-cbc");

    private SecurityReader() {}

    static SecuritySettings read(Section security, Environment environment) {
        Section api = security.section("api");
        Optional<Value> jwtValue = api.value("jwt");
        Section jwt = api.section("jwt");
        boolean signs = jwt.written("sign").isPresent();
        boolean legacy = api.bool("legacy", true);
        if (jwtValue.isEmpty() && !legacy) {
            api.value("legacy")
                    .ifPresent(value -> value.wrong(
                            "false needs security.api.jwt: issued tokens would not be accepted",
                            "add jwt: with sign: {expiresIn: 29d}, or remove this line"));
        } else if (jwtValue.isPresent() && !signs) {
            jwtValue.get().wrong("sign is missing: issued tokens would not be accepted", "add sign: {expiresIn: 29d}");
        }
        JwtSign apiSign = sign(jwt, "sign", Optional.empty());
        JwtVerify verify = verify(jwt.section("verify"));
        Section web = security.section("web");
        JwtSign webSign = sign(web, "sign", Optional.of(Duration.ofHours(1)));
        web.withoutEffect(NoEffect.UNREAD, "verify");
        boolean migrate = api.bool("migrateToSecureLegacySignature", false);
        List.of(jwt, api, web, security).forEach(Section::finish);
        return new SecuritySettings(
                jwtValue.isPresent() || !legacy,
                signs ? Optional.of(apiSign) : Optional.empty(),
                webSign,
                verify,
                legacyAlgorithm(security.problems(), environment),
                legacyKey(security.problems(), environment),
                migrate);
    }

    /// @param unwritten the life time when nothing is said about signing at all
    private static JwtSign sign(Section parent, String key, Optional<Duration> unwritten) {
        Optional<Duration> fallback =
                parent.written(key).filter(value -> !value.isNull()).isPresent() ? Optional.empty() : unwritten;
        Section sign = parent.section(key);
        JwtSign read = new JwtSign(
                sign.oneOf("algorithm", ALGORITHMS, "HS256"),
                sign.value("expiresIn").map(Value::lifeTime).orElse(fallback),
                sign.value("notBefore").flatMap(Value::lifeTime).orElse(Duration.ofMillis(1)),
                sign.text("issuer"),
                texts(sign, "audience"),
                sign.text("subject"),
                sign.text("jwtid"));
        sign.withoutEffect(
                NoEffect.UNSUPPORTED,
                "noTimestamp",
                "header",
                "keyid",
                "mutatePayload",
                "encoding",
                "allowInsecureKeySizes");
        sign.finish();
        return read;
    }

    private static JwtVerify verify(Section verify) {
        List<String> algorithms = texts(verify, "algorithms");
        verify.value("algorithms")
                .ifPresent(value -> algorithms.stream()
                        .filter(algorithm -> !HMAC.contains(algorithm))
                        .forEach(algorithm -> value.wrong(
                                "unknown algorithm \"" + algorithm + "\"", "one of " + String.join(", ", HMAC))));
        JwtVerify read = new JwtVerify(
                algorithms.isEmpty() ? HMAC : algorithms,
                texts(verify, "issuer"),
                texts(verify, "audience"),
                verify.text("subject"),
                verify.text("jwtid"),
                verify.value("clockTolerance").flatMap(Value::lifeTime).orElse(Duration.ZERO),
                verify.value("maxAge").flatMap(Value::lifeTime));
        verify.withoutEffect(
                NoEffect.UNSUPPORTED,
                "complete",
                "nonce",
                "clockTimestamp",
                "ignoreExpiration",
                "ignoreNotBefore",
                "allowInvalidAsymmetricKeyTypes");
        verify.finish();
        return read;
    }

    private static List<String> texts(Section section, String key) {
        return section.value(key).stream()
                .flatMap(value -> value.members().stream())
                .flatMap(member -> member.text().stream())
                .toList();
    }

    private static String legacyAlgorithm(Problems problems, Environment environment) {
        String algorithm = environment.variable(LEGACY_ALGORITHM).orElse("aes-256-ctr");
        if (!LEGACY_CIPHERS.contains(algorithm)) {
            problems.error(
                    new Place(Environment.SOURCE, 0, LEGACY_ALGORITHM),
                    "unknown cipher \"" + algorithm + "\"",
                    "aes-256-ctr or aes-256-cbc");
        }
        return algorithm;
    }

    private static Optional<Secret> legacyKey(Problems problems, Environment environment) {
        Optional<String> key = environment.variable(LEGACY_KEY);
        key.filter(text -> text.length() != 32)
                .ifPresent(text -> problems.error(
                        new Place(Environment.SOURCE, 0, LEGACY_KEY),
                        "the key has " + text.length() + " characters",
                        "it must have exactly 32"));
        return key.map(Secret::new);
    }
}
