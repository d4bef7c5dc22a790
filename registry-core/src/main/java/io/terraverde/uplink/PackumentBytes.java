package io.terraverde.uplink;

import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentFormat;
import io.terraverde.storage.BlobBody;
import io.terraverde.tarball.SpoolWriter;
import io.terraverde.tarball.SpooledTarball;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/// A packument's bytes as an uplink sends them: taken in under limits, and read.
final class PackumentBytes {
    private PackumentBytes() {}

    /// A packument that has arrived whole. Closing it frees its room.
    ///
    /// @param sizeBytes when decompressed
    record Arrived(SpooledTarball raw, Encoding encoding, long sizeBytes) implements AutoCloseable {
        String digest() {
            return raw.integrity().shasum();
        }

        BlobBody body() {
            return raw.body();
        }

        @Override
        public void close() {
            raw.close();
        }
    }

    /// Takes a body in as it is, and counts what it is when decompressed.
    ///
    /// @param maxBytes beyond, it is refused
    /// @throws IOException when it breaks off, its compression is broken, or it is too large
    static Arrived takeIn(InputStream body, Encoding encoding, TarballSpool spool, long maxBytes) throws IOException {
        try (SpoolWriter writer = spool.begin()) {
            InputStream raw = new Copied(new Bounded(body, maxBytes), writer);
            long size = switch (encoding) {
                case IDENTITY -> raw.transferTo(OutputStream.nullOutputStream());
                case GZIP -> {
                    InputStream decoded = new Bounded(new GZIPInputStream(raw, 64 << 10), maxBytes);
                    long count = decoded.transferTo(OutputStream.nullOutputStream());
                    // A connection is used again only when its answer was read to the end.
                    long _ = raw.transferTo(OutputStream.nullOutputStream());
                    yield count;
                }
            };
            return new Arrived(writer.finish(), encoding, size);
        }
    }

    /// Reads a packument.
    ///
    /// @param sizeBytes what it must be when decompressed
    /// @throws IOException when it is not all there
    /// @throws IllegalArgumentException saying what is wrong, when it is not the packument of this package
    static Packument read(InputStream raw, Encoding encoding, long sizeBytes, PackageName name) throws IOException {
        InputStream decoded = switch (encoding) {
            case IDENTITY -> raw;
            case GZIP -> new GZIPInputStream(raw, 64 << 10);
        };
        byte[] json = decoded.readNBytes(Math.toIntExact(sizeBytes));
        if (json.length < sizeBytes || decoded.read() >= 0) {
            throw new IOException("not " + sizeBytes + " bytes");
        }
        Packument packument = PackumentFormat.readForeign(json);
        if (!packument.name().equals(name.text())) {
            throw new IllegalArgumentException("it names the package \"" + shown(packument.name()) + "\"");
        }
        return packument;
    }

    private static String shown(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }

    /// Refuses to give more than so many bytes.
    private static final class Bounded extends FilterInputStream {
        private final long maxBytes;
        private long count;

        Bounded(InputStream in, long maxBytes) {
            super(in);
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            counted(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            counted(Math.max(read, 0));
            return read;
        }

        private void counted(int more) throws IOException {
            count += more;
            if (count > maxBytes) {
                throw new TooLargeException("more than " + maxBytes + " bytes, the limit here");
            }
        }
    }

    /// More than what is taken in.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /// Writes down what is read.
    private static final class Copied extends FilterInputStream {
        private final OutputStream copy;

        Copied(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                copy.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = super.read(target, from, length);
            if (read > 0) {
                copy.write(target, from, read);
            }
            return read;
        }
    }
}
