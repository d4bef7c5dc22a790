package io.terraverde.auth;

import java.util.Arrays;
import java.util.Optional;

/// How a JSON web token is signed: the HMAC algorithms of RFC 7518, section 3.2. The secret is one for both sides, so
/// there are no others, and `none` is none.
public enum JwtAlgorithm {
    /// HMAC with SHA-256
    HS256("HmacSHA256"),
    /// HMAC with SHA-384
    HS384("HmacSHA384"),
    /// HMAC with SHA-512
    HS512("HmacSHA512");

    private final String macName;

    JwtAlgorithm(String macName) {
        this.macName = macName;
    }

    /// The algorithm of that name, exactly as written; empty when there is none.
    public static Optional<JwtAlgorithm> parse(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }

    /// Its name in Java.
    String macName() {
        return macName;
    }
}
