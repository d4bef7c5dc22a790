package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses gzip (RFC 1952): one member or several, each with its check sum, then nothing but zeros.
///
/// It exists because the readers at hand either pass over garbage after a member or keep a header's file name, however
/// long, in memory.
/// ```
/// member: 1f 8b 08 flags mtime(4) xfl os [extra] [name 00] [comment 00] [header crc] deflated... crc32(4) size(4)
/// ```
/// What is wrong with the bytes is a {@link RegistryException.Invalid}; what is wrong with the stream below is an
/// {@link UncheckedIOException}, so that no reader in between takes one for the other.
final class GzipMembers extends InputStream {
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream compressed;
    private final byte[] input = new byte[32 * 1024];
    private int inputAt;
    private int inputEnd;
    private long compressedBytes;
    private int headerBytes;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean first = true;
    private boolean inMember;
    private boolean ended;

    GzipMembers(InputStream compressed) {
        this.compressed = compressed;
    }

    /// How many compressed bytes were taken so far, rounded up to a buffer.
    long compressedBytes() {
        return compressedBytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !startMember()) {
                break;
            }
            int count = inflate(target, from, length);
            if (count > 0) {
                crc.update(target, from, count);
                return count;
            }
            if (inflater.finished()) {
                finishMember();
            } else if (inflater.needsInput()) {
                feed();
            } else {
                throw damaged();
            }
        }
        ended = true;
        return -1;
    }

    @Override
    public void close() {
        ended = true;
        inflater.end();
    }

    private int inflate(byte[] target, int from, int length) {
        try {
            return inflater.inflate(target, from, length);
        } catch (DataFormatException e) {
            throw damaged();
        }
    }

    private void feed() {
        if (!fill()) {
            throw truncated();
        }
        inflater.setInput(input, inputAt, inputEnd - inputAt);
    }

    private boolean startMember() {
        if (inputAt == inputEnd && !fill()) {
            if (first) {
                throw RegistryException.Invalid.malformed("tarball is empty");
            }
            return false;
        }
        if (!first && input[inputAt] == 0) {
            requireZerosToTheEnd();
            return false;
        }
        headerBytes = 0;
        if (nextByte() != 0x1f || nextByte() != 0x8b || nextByte() != 8) {
            throw RegistryException.Invalid.malformed(
                    first ? "tarball is not compressed with gzip" : "tarball has garbage after its gzip data");
        }
        skipHeader();
        inflater.reset();
        inflater.setInput(input, inputAt, inputEnd - inputAt);
        crc.reset();
        first = false;
        inMember = true;
        return true;
    }

    private void skipHeader() {
        int flags = nextByte();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(nextByte() | nextByte() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skip(int count) {
        for (int i = 0; i < count; i++) {
            nextByte();
        }
    }

    private void skipText() {
        while (nextByte() != 0) {
            if (headerBytes > MAX_HEADER_BYTES) {
                throw RegistryException.Invalid.malformed("tarball has a gzip header of more than 64 KiB");
            }
        }
    }

    private void finishMember() {
        inputAt = inputEnd - inflater.getRemaining();
        long size = inflater.getBytesWritten();
        if (nextNumber() != crc.getValue() || nextNumber() != (size & 0xffffffffL)) {
            throw damaged();
        }
        inMember = false;
    }

    private long nextNumber() {
        long low = nextByte() | nextByte() << 8 | nextByte() << 16;
        return low | (long) nextByte() << 24;
    }

    private int nextByte() {
        if (inputAt == inputEnd && !fill()) {
            throw truncated();
        }
        headerBytes++;
        return input[inputAt++] & 0xff;
    }

    private void requireZerosToTheEnd() {
        do {
            while (inputAt < inputEnd) {
                if (input[inputAt++] != 0) {
                    throw RegistryException.Invalid.malformed("tarball has garbage after its gzip data");
                }
            }
        } while (fill());
    }

    private boolean fill() {
        try {
            int count = compressed.read(input, 0, input.length);
            inputAt = 0;
            inputEnd = Math.max(count, 0);
            compressedBytes += inputEnd;
            return count > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RegistryException truncated() {
        return RegistryException.Invalid.malformed("tarball is truncated");
    }

    private static RegistryException damaged() {
        return RegistryException.Invalid.malformed("tarball is damaged: its gzip data does not decompress");
    }
}
