package io.terraverde.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Reads a part of a shared file at a position of its own, waiting for what has not arrived. For one thread at
/// a time.
final class DownloadStream extends InputStream {
    private final SharedFile file;
    private final long last;
    private long position;
    private boolean closed;

    DownloadStream(SharedFile file, long first, long last) {
        this.file = file;
        this.position = first;
        this.last = Math.min(last, Long.MAX_VALUE - 1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (closed) {
            throw new IOException("closed before");
        }
        if (length == 0) {
            return 0;
        }
        long ready = file.awaitBytes(position, last);
        if (ready == 0) {
            return -1;
        }
        int count = file.bytes().read(position, target, from, (int) Math.min(length, ready));
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.release();
        }
    }
}
