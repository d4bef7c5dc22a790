package io.terraverde.storage.fs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/// A part of an open file as a stream. It stays readable when the file is replaced or deleted. Closing it closes the
/// file.
final class FileSlice extends InputStream {
    private static final int MAX_READ_BYTES = 1 << 17;

    private final FileChannel file;
    private long position;
    private final long end;

    /// @param end the position after the last byte; the file is at least that long
    FileSlice(FileChannel file, long position, long end) {
        this.file = file;
        this.position = position;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(length, MAX_READ_BYTES), end - position);
        int count = file.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (count < 0) {
            throw new EOFException("the file became shorter while it was read");
        }
        position += count;
        return count;
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        if (end - position > Integer.MAX_VALUE - 8) {
            throw new OutOfMemoryError("the file is larger than an array");
        }
        byte[] all = new byte[(int) Math.max(0, end - position)];
        for (int count = 0; count < all.length; ) {
            count += read(all, count, all.length - count);
        }
        return all;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, Math.max(0, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, end - position));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
