package io.terraverde.storage.s3;

import io.terraverde.storage.BlobBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/// A body on its way to the store, whole or in parts. One that breaks off, or has another length than it says,
/// breaks the request before its last byte, so that the store has nothing to keep.
final class WholeBody {
    private static final String TYPE = "application/octet-stream";

    private final BlobBody body;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    WholeBody(BlobBody body) {
        this.body = body;
    }

    long sizeBytes() {
        return body.sizeBytes();
    }

    /// All of it.
    RequestBody whole() {
        return part(0, body.sizeBytes());
    }

    /// Some of it.
    RequestBody part(long from, long length) {
        return RequestBody.fromContentProvider(() -> open(from, length), length, TYPE);
    }

    /// Why the body could not be read; null when that was not the trouble.
    @Nullable IOException failure() {
        return failure.get();
    }

    private InputStream open(long from, long length) {
        try {
            InputStream in = body.open();
            boolean isLast = from + length == body.sizeBytes();
            Slice slice = new Slice(in, length, isLast);
            try {
                in.skipNBytes(from);
                if (length == 0) {
                    slice.checkEnd();
                }
            } catch (IOException e) {
                in.close();
                throw e;
            }
            return slice;
        } catch (IOException e) {
            failure.set(e);
            throw new UncheckedIOException(e);
        }
    }

    private final class Slice extends InputStream {
        private final InputStream in;
        private final boolean endsBody;
        private long left;

        Slice(InputStream in, long length, boolean endsBody) {
            this.in = in;
            this.left = length;
            this.endsBody = endsBody;
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
            try {
                int count = in.read(target, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new IOException("the body ends " + left + " bytes too early");
                }
                left -= count;
                if (left == 0) {
                    checkEnd();
                }
                return count;
            } catch (IOException e) {
                failure.set(e);
                throw e;
            }
        }

        private void checkEnd() throws IOException {
            if (endsBody && in.read() >= 0) {
                throw new IOException("the body is longer than the " + body.sizeBytes() + " bytes it says");
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
