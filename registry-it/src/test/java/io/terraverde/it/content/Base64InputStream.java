package io.terraverde.it.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/// The base64 text of a stream, in one line and with padding, a piece at a time.
final class Base64InputStream extends InputStream {
    /// A multiple of three, so that only the last piece has padding.
    private static final int PIECE = 3 << 14;

    private final InputStream binary;
    private byte[] encoded = {};
    private int next;

    Base64InputStream(InputStream binary) {
        this.binary = binary;
    }

    @Override
    public int read() throws IOException {
        return fill() ? encoded[next++] : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, encoded.length - next);
        System.arraycopy(encoded, next, target, from, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        binary.close();
    }

    /// Whether there is a byte to read.
    private boolean fill() throws IOException {
        if (next == encoded.length) {
            encoded = Base64.getEncoder().encode(binary.readNBytes(PIECE));
            next = 0;
        }
        return encoded.length > 0;
    }
}
