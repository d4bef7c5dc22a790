package io.terraverde.auth;

import java.util.Locale;
import java.util.Optional;

/// How new password hashes are made; the words of `auth.htpasswd.algorithm`.
public enum PasswordAlgorithm {
    /// `$2a$10$...`
    BCRYPT,
    /// Apache's MD5, `$apr1$...`
    MD5,
    /// `{SHA}...`, without salt
    SHA1,
    /// DES crypt, 13 characters; only the first 8 bytes of a password count
    CRYPT;

    /// The algorithm of that name (`bcrypt`, `md5`, `sha1`, `crypt`); empty when there is none.
    public static Optional<PasswordAlgorithm> parse(String name) {
        for (PasswordAlgorithm algorithm : values()) {
            if (algorithm.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
