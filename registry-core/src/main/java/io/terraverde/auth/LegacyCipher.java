package io.terraverde.auth;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The ciphers of Verdaccio's own tokens, by the names that `VERDACCIO_LEGACY_ALGORITHM` has for them. All have
/// a key of 32 bytes and an initialization vector of 16.
public enum LegacyCipher {
    /// The default.
    AES_256_CTR("AES/CTR/NoPadding"),
    /// With padding.
    AES_256_CBC("AES/CBC/PKCS5Padding"),
    /// With a feedback of 128 bits.
    AES_256_CFB("AES/CFB/NoPadding"),
    /// With a feedback of 8 bits.
    AES_256_CFB8("AES/CFB8/NoPadding"),
    /// Output feedback.
    AES_256_OFB("AES/OFB/NoPadding");

    /// The length of the initialization vector.
    static final int IV_BYTES = 16;

    private final String transformation;

    LegacyCipher(String transformation) {
        this.transformation = transformation;
    }

    /// The cipher of that name, for example `aes-256-cbc`, in any case.
    ///
    /// @throws IllegalArgumentException naming those there are, when it is none of them
    public static LegacyCipher parse(String name) {
        return Arrays.stream(values())
                .filter(cipher -> cipher.label().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no cipher for tokens, these are: "
                        + Arrays.stream(values()).map(LegacyCipher::label).collect(Collectors.joining(", "))));
    }

    byte[] encrypt(byte[] key, byte[] iv, byte[] plain) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, iv, plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + transformation, e);
        }
    }

    /// @throws GeneralSecurityException when these bytes are nothing that was encrypted
    byte[] decrypt(byte[] key, byte[] iv, byte[] encrypted) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, key, iv, encrypted);
    }

    private byte[] run(int mode, byte[] key, byte[] iv, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(bytes);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
