package io.terraverde.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// The secret of the registry, which keys its tokens: 32 characters, 32 bytes of UTF-8.
///
/// It is the `secret` of Verdaccio's `.verdaccio-db.json`; who has it can make tokens for everybody whose password it
/// knows, and JSON web tokens for everybody.
public record Secret(String value) {
    /// The number of characters, and of bytes.
    public static final int LENGTH = 32;

    private static final int OLD_LENGTH = 64;

    /// @throws IllegalArgumentException saying what is wrong with it, and what to do
    public Secret {
        if (value.length() == OLD_LENGTH) {
            throw new IllegalArgumentException("the secret in the storage has 64 characters, must have " + LENGTH
                    + ": it is of Verdaccio 5 or older, whose tokens no later version can read. "
                    + "Remove it (tokens stop working, people log in again), or set "
                    + "security.api.migrateToSecureLegacySignature: true, which replaces it");
        }
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("the secret in the storage has " + value.length()
                    + " characters, must have " + LENGTH
                    + ". Restore it, or remove it (tokens stop working, people log in again), or set "
                    + "security.api.migrateToSecureLegacySignature: true, which replaces it");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length != LENGTH) {
            throw new IllegalArgumentException("the secret in the storage must have ASCII characters only");
        }
    }

    /// A key from the environment in place of the secret, for legacy tokens.
    ///
    /// @param variable its name, for the complaint
    /// @throws IllegalArgumentException unless it has 32 ASCII characters
    public static Secret fromEnvironment(String variable, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes != LENGTH || value.length() != LENGTH) {
            throw new IllegalArgumentException(
                    variable + " must have " + LENGTH + " ASCII characters, it has " + value.length() + " characters");
        }
        return new Secret(value);
    }

    /// A new one, as Verdaccio makes it: the start of 32 random bytes in base64.
    ///
    /// @param random cryptographically strong
    public static Secret generate(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new Secret(Base64.getEncoder().encodeToString(bytes).substring(0, LENGTH));
    }

    /// Its bytes, a fresh array.
    byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /// Does not show it.
    @Override
    public String toString() {
        return "Secret[...]";
    }
}
