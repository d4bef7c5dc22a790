package io.terraverde.search;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The latest versions of many packages as an array of JSON, with links below one base. Its pieces are shared
/// by all lists, and where the base stands is a gap: so a list takes no memory to speak of, whatever base a
/// client makes up.
public final class LatestList {
    /// Stands for the base: no other piece is empty.
    static final byte[] GAP = {};

    private final List<byte[]> pieces;
    private final byte[] base;

    /// @param pieces not to be changed
    /// @param base as it stands within a text of JSON
    LatestList(List<byte[]> pieces, String base) {
        this.pieces = List.copyOf(pieces);
        this.base = base.getBytes(StandardCharsets.UTF_8);
    }

    /// How many bytes it has.
    public long sizeBytes() {
        return pieces.stream().mapToLong(piece -> filled(piece).length).sum();
    }

    /// Its bytes from the first on.
    public InputStream open() {
        return new Joined();
    }

    byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(sizeBytes())];
        int from = 0;
        for (byte[] piece : pieces) {
            byte[] source = filled(piece);
            System.arraycopy(source, 0, bytes, from, source.length);
            from += source.length;
        }
        return bytes;
    }

    private byte[] filled(byte[] piece) {
        return piece.length == 0 ? base : piece;
    }

    private final class Joined extends InputStream {
        private int piece;
        private int offset;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int start, int length) {
            Objects.checkFromIndexSize(start, length, target.length);
            int read = 0;
            while (read < length && piece < pieces.size()) {
                byte[] source = filled(pieces.get(piece));
                int count = Math.min(length - read, source.length - offset);
                System.arraycopy(source, offset, target, start + read, count);
                read += count;
                offset += count;
                if (offset == source.length) {
                    piece++;
                    offset = 0;
                }
            }
            return read == 0 && length > 0 ? -1 : read;
        }
    }
}
