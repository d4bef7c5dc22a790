package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes the bytes of one tarball. Closing it before {@link #finish} throws them away; afterwards closing does nothing.
/// Not safe for use by several threads.
public final class SpoolWriter extends OutputStream {
    private final SpoolFolder folder;
    private final IntegrityDigest digest = new IntegrityDigest();
    private final byte[] buffer = new byte[TarballSpool.MEMORY_BYTES];
    private int buffered;
    private long flushedBytes;
    private @Nullable FileChannel file;
    private boolean done;

    SpoolWriter(SpoolFolder folder) {
        this.folder = folder;
    }

    /// @throws RegistryException.Unavailable when the spool cannot take it
    @Override
    public void write(int b) {
        if (buffered == buffer.length) {
            flushBuffer();
        }
        buffer[buffered++] = (byte) b;
    }

    /// @throws RegistryException.Unavailable when the spool cannot take them
    @Override
    public void write(byte[] bytes, int from, int length) {
        int at = from;
        int left = length;
        while (left > 0) {
            if (buffered == buffer.length) {
                flushBuffer();
            }
            int part = Math.min(left, buffer.length - buffered);
            System.arraycopy(bytes, at, buffer, buffered, part);
            buffered += part;
            at += part;
            left -= part;
        }
    }

    /// How many bytes were written.
    public long sizeBytes() {
        return flushedBytes + buffered;
    }

    /// The whole tarball; whoever gets it closes it.
    ///
    /// @throws RegistryException.Unavailable when the spool cannot take the last bytes
    public SpooledTarball finish() {
        if (done) {
            throw new IllegalStateException("finished or closed before");
        }
        if (file != null) {
            flushBuffer();
            done = true;
            return new SpooledTarball(folder, file, flushedBytes, digest.finish());
        }
        digest.update(buffer, 0, buffered);
        done = true;
        return new SpooledTarball(folder, Arrays.copyOf(buffer, buffered), digest.finish());
    }

    @Override
    public void close() {
        if (!done && file != null) {
            folder.close(file);
        }
        done = true;
    }

    private void flushBuffer() {
        FileChannel channel = file;
        if (channel == null) {
            channel = folder.open();
            file = channel;
        }
        digest.update(buffer, 0, buffered);
        var bytes = ByteBuffer.wrap(buffer, 0, buffered);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw folder.refusal(e);
        }
        flushedBytes += buffered;
        buffered = 0;
    }
}
