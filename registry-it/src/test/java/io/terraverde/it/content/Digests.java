package io.terraverde.it.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// The two sums that npm writes into `dist`.
public final class Digests {
    private Digests() {}

    /// `dist.shasum`: SHA-1 in hex.
    public static String shasum(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-1").digest(bytes));
    }

    /// `dist.integrity`: `sha512-` and the sum in base64.
    public static String integrity(byte[] bytes) {
        return integrity(digest("SHA-512").digest(bytes), "sha512");
    }

    static String integrity(byte[] sum, String algorithm) {
        return algorithm + "-" + Base64.getEncoder().encodeToString(sum);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
