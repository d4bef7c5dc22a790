package io.terraverde.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// The bytes of a package that holds its `package.json` and perhaps some ballast, and their hashes as npm writes them.
record SampleTarball(byte[] bytes) {
    private static final int BLOCK = 512;

    /// A gzip-compressed ustar archive of `package.json` and, when there is ballast, of one file that does not
    /// compress.
    static SampleTarball of(String packageJson, int ballastBytes) {
        var tar = new ByteArrayOutputStream();
        addFile(tar, "package/package.json", packageJson.getBytes(StandardCharsets.UTF_8));
        if (ballastBytes > 0) {
            var ballast = new byte[ballastBytes];
            new Random(packageJson.hashCode()).nextBytes(ballast);
            addFile(tar, "package/ballast", ballast);
        }
        tar.writeBytes(new byte[2 * BLOCK]);
        return new SampleTarball(gzip(tar.toByteArray()));
    }

    /// One header block, and the content padded to whole blocks.
    private static void addFile(ByteArrayOutputStream tar, String path, byte[] content) {
        var blocks = new byte[(1 + Math.ceilDiv(content.length, BLOCK)) * BLOCK];
        put(blocks, 0, path);
        put(blocks, 100, "0000644\0");
        put(blocks, 108, "0000000\0");
        put(blocks, 116, "0000000\0");
        put(blocks, 124, "%011o\0".formatted(content.length));
        put(blocks, 136, "%011o\0".formatted(499_162_500));
        put(blocks, 148, " ".repeat(8));
        put(blocks, 156, "0");
        put(blocks, 257, "ustar\00000");
        var checksum = 0;
        for (var i = 0; i < BLOCK; i++) {
            checksum += blocks[i] & 0xff;
        }
        put(blocks, 148, "%06o\0 ".formatted(checksum));
        System.arraycopy(content, 0, blocks, BLOCK, content.length);
        tar.writeBytes(blocks);
    }

    private static void put(byte[] blocks, int offset, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, blocks, offset, bytes.length);
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
        return integrityOf(bytes);
    }

    /// The `sha512-` integrity of the bytes of any tarball.
    static String integrityOf(byte[] bytes) {
        return "sha512-" + Base64.getEncoder().encodeToString(digest("SHA-512", bytes));
    }

    String shasum() {
        return HexFormat.of().formatHex(digest("SHA-1", bytes));
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
