package io.terraverde.tarball;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// Computes an {@link Integrity} of bytes that pass by. Not safe for use by several threads.
public final class IntegrityDigest {
    private final MessageDigest sha1 = digest("SHA-1");
    private final MessageDigest sha512 = digest("SHA-512");

    /// Adds bytes.
    public void update(byte[] bytes, int from, int length) {
        sha1.update(bytes, from, length);
        sha512.update(bytes, from, length);
    }

    /// The digests of everything added; afterwards it starts anew.
    public Integrity finish() {
        String shasum = HexFormat.of().formatHex(sha1.digest());
        return new Integrity(shasum, "sha512-" + Base64.getEncoder().encodeToString(sha512.digest()));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
