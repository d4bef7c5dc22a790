package io.terraverde.tarball;

import io.terraverde.storage.BlobBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A whole tarball that waits in a {@link TarballSpool}, with the digests of its bytes. Closing it frees its room;
/// streams opened before then fail.
public final class SpooledTarball implements AutoCloseable {
    private final SpoolFolder folder;
    private final byte @Nullable [] bytes;
    private final @Nullable FileChannel file;
    private final long sizeBytes;
    private final Integrity integrity;
    private final AtomicBoolean closed = new AtomicBoolean();

    SpooledTarball(SpoolFolder folder, byte[] bytes, Integrity integrity) {
        this.folder = folder;
        this.bytes = bytes;
        this.file = null;
        this.sizeBytes = bytes.length;
        this.integrity = integrity;
    }

    SpooledTarball(SpoolFolder folder, FileChannel file, long sizeBytes, Integrity integrity) {
        this.folder = folder;
        this.bytes = null;
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.integrity = integrity;
    }

    /// The number of bytes.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// The digests of the bytes, computed while they arrived.
    public Integrity integrity() {
        return integrity;
    }

    /// The bytes, to be stored or inspected; they can be read several times, also at once, until this is closed.
    ///
    /// A thread that is interrupted while it reads closes the file for all readers.
    public BlobBody body() {
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return sizeBytes;
            }

            @Override
            public InputStream open() throws IOException {
                if (closed.get()) {
                    throw new ClosedChannelException();
                }
                return bytes != null
                        ? new ByteArrayInputStream(bytes)
                        : new FileInput(Objects.requireNonNull(file), sizeBytes);
            }
        };
    }

    /// Frees the room; closing again does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && file != null) {
            folder.close(file);
        }
    }

    /// Reads at a position of its own, so that several can read one file.
    private static final class FileInput extends InputStream {
        private final FileChannel file;
        private final long sizeBytes;
        private long position;

        FileInput(FileChannel file, long sizeBytes) {
            this.file = file;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = file.read(ByteBuffer.wrap(target, from, length), position);
            position += Math.max(count, 0);
            return count;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.clamp(count, 0, sizeBytes - position);
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(sizeBytes - position, Integer.MAX_VALUE);
        }
    }
}
