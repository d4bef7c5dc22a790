package io.terraverde.it.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// The two sums that npm writes into `dist`, and the one that Node.js writes into `SHASUMS256.txt`.
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

    /// A line of `SHASUMS256.txt` is this, two blanks and the name of the file: SHA-256 in hex.
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
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
