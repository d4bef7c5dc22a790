package io.terraverde.it.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// Writes a gzip tar entry by entry; entries may be as hostile as a test wants them.
///
/// An entry is a header of 512 bytes and its content, filled up with zeros to a multiple of 512; two blocks of
/// zeros end the archive. In the header: name at 0, mode 100, uid 108, gid 116, size 124 (11 octal digits),
/// mtime 136, checksum 148, type 156, link target 157, `ustar` 257.
public final class Tarball {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final OutputStream out;

    private Tarball() {
        try {
            out = new GZIPOutputStream(bytes, 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin a tarball", e);
        }
    }

    /// A tarball without entries.
    public static Tarball empty() {
        return new Tarball();
    }

    /// Adds a file.
    public Tarball with(String name, String content) {
        return with(name, content.getBytes(UTF_8));
    }

    /// Adds a file.
    public Tarball with(String name, byte[] content) {
        write(header(name, content.length, '0', ""));
        write(content);
        write(new byte[padding(content.length)]);
        return this;
    }

    /// Adds a file of this many zeros, which compress a thousandfold.
    public Tarball withZeros(String name, long size) {
        write(header(name, size, '0', ""));
        var zeros = new byte[1 << 20];
        for (long left = size + padding(size); left > 0; left -= zeros.length) {
            write(zeros, (int) Math.min(zeros.length, left));
        }
        return this;
    }

    /// Adds a symbolic link.
    public Tarball withLink(String name, String target) {
        write(header(name, 0, '2', target));
        return this;
    }

    /// The gzip tar.
    public byte[] toBytes() {
        write(new byte[2 * BLOCK]);
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end a tarball", e);
        }
        return bytes.toByteArray();
    }

    static byte[] header(String name, long size, char type, String target) {
        var header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, octal(size, 11));
        put(header, 136, octal(499162500, 11));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, octal(sum, 6) + "\0 ");
        return header;
    }

    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static String octal(long number, int digits) {
        return "0".repeat(digits - Long.toOctalString(number).length()) + Long.toOctalString(number);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] encoded = text.getBytes(UTF_8);
        System.arraycopy(encoded, 0, header, at, encoded.length);
    }

    private void write(byte[] content) {
        write(content, content.length);
    }

    private void write(byte[] content, int length) {
        try {
            out.write(content, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a tarball", e);
        }
    }
}
