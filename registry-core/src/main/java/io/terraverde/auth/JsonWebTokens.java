package io.terraverde.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON web tokens (RFC 7519), signed by HMAC with the secret of the registry, as Verdaccio makes and reads them.
///
/// ```
/// base64url( {"alg":"HS256","typ":"JWT"} ) "."
/// base64url( {"real_groups":[...],"name":"alice","groups":[...],"token":{"key":"..."},"iat":...,"nbf":...,"exp":...} )
/// "."
/// base64url( HMAC of all before the second dot )
/// ```
///
/// Nothing of a token is read before its signature was found right, but the name of the algorithm.
public final class JsonWebTokens {
    private static final int MAX_TOKEN_CHARS = 16_384;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final byte[] key;
    private final JwtVerifySettings accepted;
    private final InstantSource clock;

    /// @param accepted which tokens are good; one rule for all kinds, as in Verdaccio
    public JsonWebTokens(Secret secret, JwtVerifySettings accepted, InstantSource clock) {
        this.key = secret.bytes();
        this.accepted = accepted;
        this.clock = clock;
    }

    /// Whether a text has the three parts of such a token; no legacy token has.
    static boolean looksLike(String token) {
        int first = token.indexOf('.');
        int second = first < 0 ? -1 : token.indexOf('.', first + 1);
        return second > 0 && token.indexOf('.', second + 1) < 0;
    }

    /// A token for a user, valid as the settings say.
    String sign(JwtUser user, JwtSignSettings settings) {
        ObjectNode header = JSON.createObjectNode();
        header.put("alg", settings.algorithm().name()).put("typ", "JWT");
        String signed = encode(header) + "." + encode(payload(user, settings));
        return signed + "." + ENCODER.encodeToString(mac(settings.algorithm(), signed));
    }

    private ObjectNode payload(JwtUser user, JwtSignSettings settings) {
        long now = clock.instant().getEpochSecond();
        ObjectNode payload = JSON.createObjectNode();
        addAll(payload.putArray("real_groups"), user.ownGroups());
        payload.put("name", user.name());
        addAll(payload.putArray("groups"), user.groups());
        if (user.tokenKey() != null) {
            payload.putObject("token").put("key", user.tokenKey());
        }
        payload.put("iat", now);
        payload.put("nbf", settings.notBefore().after(now));
        settings.expiresIn().ifPresent(length -> payload.put("exp", length.after(now)));
        if (settings.audience().size() == 1) {
            payload.put("aud", settings.audience().getFirst());
        } else if (!settings.audience().isEmpty()) {
            addAll(payload.putArray("aud"), settings.audience());
        }
        settings.issuer().ifPresent(issuer -> payload.put("iss", issuer));
        settings.subject().ifPresent(subject -> payload.put("sub", subject));
        settings.jwtId().ifPresent(id -> payload.put("jti", id));
        return payload;
    }

    /// Whether a token is ours and valid now, and what it says. Any text gets an answer.
    JwtCheck check(String token) {
        if (token.length() > MAX_TOKEN_CHARS || !looksLike(token)) {
            return new JwtCheck.Refused();
        }
        try {
            int first = token.indexOf('.');
            int last = token.lastIndexOf('.');
            Optional<JwtAlgorithm> algorithm =
                    JwtAlgorithm.parse(text(decode(token.substring(0, first)).path("alg")));
            if (algorithm.isEmpty() || !accepted.algorithms().contains(algorithm.get())) {
                return new JwtCheck.Refused();
            }
            byte[] signature = DECODER.decode(token.substring(last + 1));
            if (!MessageDigest.isEqual(signature, mac(algorithm.get(), token.substring(0, last)))) {
                return new JwtCheck.Refused();
            }
            return checkPayload(decode(token.substring(first + 1, last)));
        } catch (IllegalArgumentException | JacksonException e) {
            return new JwtCheck.Refused();
        }
    }

    private JwtCheck checkPayload(JsonNode payload) {
        long now = clock.instant().getEpochSecond();
        long tolerance = accepted.clockTolerance().toSeconds();
        if (payload.has("nbf")) {
            OptionalLong notBefore = seconds(payload.get("nbf"));
            if (notBefore.isEmpty()) {
                return new JwtCheck.Refused();
            }
            if (notBefore.getAsLong() > now + tolerance) {
                return new JwtCheck.NotActive();
            }
        }
        boolean refused = isExpired(payload, now - tolerance)
                || isTooOld(payload, now - tolerance)
                || !isOneOf(accepted.audiences(), payload.path("aud"))
                || !isOneOf(accepted.issuers(), payload.path("iss"))
                || !isThat(accepted.subject(), payload.path("sub"))
                || !isThat(accepted.jwtId(), payload.path("jti"));
        @Nullable JwtUser user = refused ? null : user(payload);
        return user == null ? new JwtCheck.Refused() : new JwtCheck.Valid(user);
    }

    private static boolean isExpired(JsonNode payload, long now) {
        if (!payload.has("exp")) {
            return false;
        }
        OptionalLong expires = seconds(payload.get("exp"));
        return expires.isEmpty() || now >= expires.getAsLong();
    }

    private boolean isTooOld(JsonNode payload, long now) {
        if (accepted.maxAge().isEmpty()) {
            return false;
        }
        OptionalLong issued = seconds(payload.path("iat"));
        return issued.isEmpty() || now >= accepted.maxAge().get().after(issued.getAsLong());
    }

    private static boolean isOneOf(List<String> wanted, JsonNode claim) {
        return wanted.isEmpty()
                || (claim.isArray() ? strings(claim) : List.of(text(claim)))
                        .stream().anyMatch(wanted::contains);
    }

    private static boolean isThat(Optional<String> wanted, JsonNode claim) {
        return wanted.isEmpty() || wanted.get().equals(text(claim));
    }

    private static @Nullable JwtUser user(JsonNode payload) {
        JsonNode name = payload.path("name");
        if (!name.isString() || name.stringValue().isEmpty()) {
            return null;
        }
        JsonNode tokenKey = payload.path("token").path("key");
        return new JwtUser(
                name.stringValue(),
                strings(payload.path("real_groups")),
                strings(payload.path("groups")),
                tokenKey.isString() ? tokenKey.stringValue() : null);
    }

    private static OptionalLong seconds(JsonNode claim) {
        return claim.isNumber() && Double.isFinite(claim.doubleValue())
                ? OptionalLong.of((long) claim.doubleValue())
                : OptionalLong.empty();
    }

    private static String text(JsonNode claim) {
        return claim.isString() ? claim.stringValue() : "";
    }

    private static List<String> strings(JsonNode claim) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : claim) {
            if (element.isString()) {
                strings.add(element.stringValue());
            }
        }
        return strings;
    }

    private static void addAll(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static String encode(ObjectNode json) {
        return ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode decode(String part) {
        return JSON.readTree(DECODER.decode(part));
    }

    private byte[] mac(JwtAlgorithm algorithm, String signed) {
        try {
            Mac mac = Mac.getInstance(algorithm.macName());
            mac.init(new SecretKeySpec(key, algorithm.macName()));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.macName(), e);
        }
    }
}
