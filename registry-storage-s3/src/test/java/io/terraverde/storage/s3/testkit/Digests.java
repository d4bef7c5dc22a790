package io.terraverde.storage.s3.testkit;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The digests S3 speaks of.
final class Digests {
    private Digests() {}

    static byte[] of(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(of("SHA-256", bytes));
    }

    static byte[] hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The value that belongs into `x-amz-checksum-{algorithm}`.
    ///
    /// @param algorithm in lower case, as in the header's name
    /// @return empty for an algorithm this stub does not know
    static Optional<String> checksum(String algorithm, byte[] bytes) {
        return switch (algorithm) {
            case "crc32" -> Optional.of(crc(new CRC32(), bytes));
            case "crc32c" -> Optional.of(crc(new CRC32C(), bytes));
            case "sha1" -> Optional.of(Base64.getEncoder().encodeToString(of("SHA-1", bytes)));
            case "sha256" -> Optional.of(Base64.getEncoder().encodeToString(of("SHA-256", bytes)));
            default -> Optional.empty();
        };
    }

    private static String crc(Checksum sum, byte[] bytes) {
        sum.update(bytes);
        long value = sum.getValue();
        return Base64.getEncoder()
                .encodeToString(
                        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }
}
