package io.terraverde.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// Turns rendered bytes into what is sent.
final class Encodings {
    private Encodings() {}

    static RenderedPackument encode(byte[] bytes, ContentEncoding encoding, Instant modified) {
        String digest = HexFormat.of().formatHex(md5(bytes));
        return switch (encoding) {
            case IDENTITY -> new RenderedPackument(bytes, '"' + digest + '"', modified, encoding);
            case GZIP -> new RenderedPackument(gzip(bytes), '"' + digest + "-gzip\"", modified, encoding);
        };
    }

    private static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream(Math.max(512, bytes.length / 6));
        try (var gzip = new GZIPOutputStream(out, 16 * 1024)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return out.toByteArray();
    }

    /// MD5 names content here, as in Verdaccio's entity tags; nothing is protected by it.
    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
