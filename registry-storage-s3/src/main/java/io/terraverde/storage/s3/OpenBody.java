package io.terraverde.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.ResponseInputStream;

/// A body that is being read from the store. It holds a connection until it is closed; closed early, it gives
/// up the connection instead of reading the rest.
final class OpenBody extends FilterInputStream {
    private final ResponseInputStream<?> body;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long left;

    /// @param length bytes to give
    OpenBody(ResponseInputStream<?> body, long length, Runnable whenClosed) {
        super(body);
        this.body = body;
        this.whenClosed = whenClosed;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = body.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new IOException("the store ended " + left + " bytes too early");
        }
        left -= count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = body.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (left == 0 && body.read() < 0) {
                body.close();
            } else {
                body.abort();
            }
        } catch (IOException e) {
            body.abort();
        } finally {
            whenClosed.run();
        }
    }
}
