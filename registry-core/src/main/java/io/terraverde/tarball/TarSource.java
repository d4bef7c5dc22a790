package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/// The decompressed archive on its way to the tar reader: enforces the limits, and keeps what passes while the reader
/// looks for an entry. The bound on that is what keeps long names and extended headers from filling the memory.
final class TarSource extends InputStream {
    private static final int MAX_HEADER_BYTES = 256 * 1024;
    private static final long FREE_OF_RATIO_BYTES = 16L << 20;

    private final GzipMembers archive;
    private final TarballLimits limits;
    private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    private boolean keeping;
    private long archiveBytes;

    TarSource(GzipMembers archive, TarballLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    void keepBlocks() {
        blocks.reset();
        keeping = true;
    }

    byte[] keptBlocks() {
        keeping = false;
        return blocks.toByteArray();
    }

    /// Refuses data that would go beyond the limit, before it is read.
    void announce(long bytes) {
        if (bytes > limits.maxUnpackedBytes() - archiveBytes) {
            throw tooBig();
        }
    }

    /// Reads what follows the end mark, which must be padding.
    void requireZerosToTheEnd() {
        byte[] buffer = new byte[8 * 1024];
        for (int count = read(buffer, 0, buffer.length); count >= 0; count = read(buffer, 0, buffer.length)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != 0) {
                    throw RegistryException.Invalid.malformed("tarball has garbage after its end mark");
                }
            }
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        int count = archive.read(target, from, length);
        if (count <= 0) {
            return count;
        }
        archiveBytes += count;
        if (archiveBytes > limits.maxUnpackedBytes()) {
            throw tooBig();
        }
        if (archiveBytes > FREE_OF_RATIO_BYTES && archiveBytes / limits.maxRatio() > archive.compressedBytes()) {
            throw RegistryException.Invalid.malformed(
                    "tarball unpacks to more than " + limits.maxRatio() + " times its size");
        }
        if (keeping) {
            blocks.write(target, from, count);
            if (blocks.size() > MAX_HEADER_BYTES) {
                throw RegistryException.Invalid.malformed("tarball has an entry with headers of more than 256 KiB");
            }
        }
        return count;
    }

    @Override
    public void close() {
        archive.close();
    }

    private RegistryException tooBig() {
        return RegistryException.Invalid.malformed(
                "tarball unpacks to more than " + limits.maxUnpackedBytes() + " bytes");
    }
}
