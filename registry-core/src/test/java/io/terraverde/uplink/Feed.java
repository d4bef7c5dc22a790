package io.terraverde.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A body whose bytes come when a test gives them.
final class Feed extends InputStream {
    private sealed interface Piece {
        record Bytes(ByteBuffer bytes) implements Piece {}

        record End() implements Piece {}

        record Break(IOException cause) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private Piece current = new Piece.Bytes(ByteBuffer.allocate(0));
    private volatile boolean closed;

    /// The next bytes.
    Feed give(byte[] bytes) {
        return give(bytes, 0, bytes.length);
    }

    /// A part of an array as the next bytes.
    Feed give(byte[] all, int from, int to) {
        pieces.add(new Piece.Bytes(ByteBuffer.wrap(all, from, to - from)));
        return this;
    }

    /// That was all.
    Feed end() {
        pieces.add(new Piece.End());
        return this;
    }

    /// The connection breaks.
    Feed breakOff() {
        return breakOff(new IOException("connection reset"));
    }

    /// Reading fails.
    Feed breakOff(IOException cause) {
        pieces.add(new Piece.Break(cause));
        return this;
    }

    /// Whether its reader let go of it.
    boolean isClosed() {
        return closed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (current instanceof Piece.Bytes(ByteBuffer bytes) && !bytes.hasRemaining()) {
            current = next();
        }
        return switch (current) {
            case Piece.Bytes(ByteBuffer bytes) -> {
                int count = Math.min(length, bytes.remaining());
                bytes.get(target, from, count);
                yield count;
            }
            case Piece.End() -> -1;
            case Piece.Break(IOException cause) -> throw cause;
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private Piece next() {
        try {
            Piece piece = pieces.poll(1, TimeUnit.MINUTES);
            if (piece == null) {
                throw new AssertionError("the test gave nothing more");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
