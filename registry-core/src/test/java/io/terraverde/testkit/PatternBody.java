package io.terraverde.testkit;

import io.terraverde.storage.BlobBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/// A body of any size that takes no memory: byte `i` is a function of `i` and the seed.
public record PatternBody(long sizeBytes, int seed) implements BlobBody {
    @Override
    public InputStream open() {
        return new Stream(this);
    }

    /// The byte at a position, 0 to 255.
    public int at(long position) {
        long mixed = (position + seed) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 56);
    }

    /// Whether two streams give the same bytes to their ends.
    public static boolean sameBytes(InputStream left, InputStream right) throws IOException {
        for (; ; ) {
            byte[] some = left.readNBytes(1 << 16);
            if (!Arrays.equals(some, right.readNBytes(1 << 16))) {
                return false;
            }
            if (some.length == 0) {
                return true;
            }
        }
    }

    private static final class Stream extends InputStream {
        private final PatternBody body;
        private long position;

        Stream(PatternBody body) {
            this.body = body;
        }

        @Override
        public int read() {
            return position < body.sizeBytes ? body.at(position++) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            int count = (int) Math.min(length, body.sizeBytes - position);
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) body.at(position++);
            }
            return count > 0 || length == 0 ? count : -1;
        }
    }
}
