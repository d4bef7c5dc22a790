package io.terraverde.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Verdaccio's own tokens: a name and a password, encrypted with the secret of the registry.
///
/// ```
/// base64( hex(iv) ":" hex( AES-256-CTR( key = the 32 bytes of the secret, iv = 16 random bytes, text ) ) )
/// ```
///
/// There is no authentication code: what a token says is worth nothing until the password in it was verified.
public final class LegacyTokens {
    private static final HexFormat HEX = HexFormat.of();

    private final LegacyCipher cipher;
    private final byte[] key;
    private final RandomGenerator random;

    /// @param secret the key: the secret of the registry, or `VERDACCIO_LEGACY_ENCRYPTION_KEY`
    /// @param random for initialization vectors; cryptographically strong and safe for concurrent use
    public LegacyTokens(LegacyCipher cipher, Secret secret, RandomGenerator random) {
        this.cipher = cipher;
        this.key = secret.bytes();
        this.random = random;
    }

    /// A token for a credential.
    String write(PasswordCredential credential) {
        byte[] iv = new byte[LegacyCipher.IV_BYTES];
        random.nextBytes(iv);
        byte[] encrypted = cipher.encrypt(key, iv, credential.text().getBytes(StandardCharsets.UTF_8));
        String inner = HEX.formatHex(iv) + ":" + HEX.formatHex(encrypted);
        return Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.US_ASCII));
    }

    /// The credential in a token, not verified; empty when the text is no token of this key.
    Optional<PasswordCredential> read(String token) {
        try {
            String inner = new String(Base64.getDecoder().decode(token), StandardCharsets.ISO_8859_1);
            int colon = inner.indexOf(':');
            if (colon != 2 * LegacyCipher.IV_BYTES) {
                return Optional.empty();
            }
            byte[] iv = HEX.parseHex(inner, 0, colon);
            byte[] encrypted = HEX.parseHex(inner, colon + 1, inner.length());
            return PasswordCredential.parse(new String(cipher.decrypt(key, iv, encrypted), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
