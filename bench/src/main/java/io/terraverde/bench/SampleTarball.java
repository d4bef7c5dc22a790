package io.terraverde.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// The bytes of a package with nothing in it but its `package.json`, and their hashes as npm writes them.
record SampleTarball(byte[] bytes) {
    private static final int BLOCK = 512;

    /// A gzip-compressed ustar archive: one header block, `package.json` padded to whole blocks, two blocks of zeros.
    static SampleTarball of(String packageJson) {
        var content = packageJson.getBytes(StandardCharsets.UTF_8);
        var tar = new byte[(1 + Math.ceilDiv(content.length, BLOCK) + 2) * BLOCK];
        put(tar, 0, "package/package.json");
        put(tar, 100, "0000644\0");
        put(tar, 108, "0000000\0");
        put(tar, 116, "0000000\0");
        put(tar, 124, "%011o\0".formatted(content.length));
        put(tar, 136, "%011o\0".formatted(499_162_500));
        put(tar, 148, " ".repeat(8));
        put(tar, 156, "0");
        put(tar, 257, "ustar\00000");
        var checksum = 0;
        for (var i = 0; i < BLOCK; i++) {
            checksum += tar[i] & 0xff;
        }
        put(tar, 148, "%06o\0 ".formatted(checksum));
        System.arraycopy(content, 0, tar, BLOCK, content.length);
        return new SampleTarball(gzip(tar));
    }

    private static void put(byte[] tar, int offset, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, tar, offset, bytes.length);
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    String integrity() {
        return "sha512-" + Base64.getEncoder().encodeToString(digest("SHA-512"));
    }

    String shasum() {
        return HexFormat.of().formatHex(digest("SHA-1"));
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
