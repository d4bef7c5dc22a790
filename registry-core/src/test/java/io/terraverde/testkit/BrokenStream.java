package io.terraverde.testkit;

import java.io.IOException;
import java.io.InputStream;

/// A stream that fails after some bytes, as a connection does that is reset.
public final class BrokenStream extends InputStream {
    private final byte[] before;
    private int at;

    /// @param before what can still be read
    public BrokenStream(byte[] before) {
        this.before = before;
    }

    @Override
    public int read() throws IOException {
        if (at == before.length) {
            throw new IOException("connection reset");
        }
        return before[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (at == before.length) {
            throw new IOException("connection reset");
        }
        int count = Math.min(length, before.length - at);
        System.arraycopy(before, at, target, from, count);
        at += count;
        return count;
    }
}
