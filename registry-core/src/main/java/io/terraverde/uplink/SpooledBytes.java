package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes that one thread appends and many read meanwhile: a few in memory, more in a file. A reader asks only
/// for bytes whose number it was told by the writer in a way that orders memory.
final class SpooledBytes {
    /// Where the bytes are. A file takes the place of the memory when it holds all that the memory held.
    private sealed interface Place {
        record Memory(ByteBuffer bytes) implements Place {}

        record File(FileChannel channel) implements Place {}
    }

    private final Spooling room;
    private volatile Place place = new Place.Memory(ByteBuffer.allocate(0));
    private long size;
    private long unitsTaken;

    SpooledBytes(Spooling room) {
        this.room = room;
    }

    /// How many were appended; for the writer.
    long size() {
        return size;
    }

    /// Takes the room for so many bytes in advance.
    ///
    /// @throws RegistryException.Unavailable when there is none
    void reserve(long bytes) {
        long needed = Spooling.unitsOf(bytes) - unitsTaken;
        if (needed > 0) {
            room.take(needed);
            unitsTaken += needed;
        }
    }

    /// Appends bytes.
    ///
    /// @throws RegistryException.Unavailable when there is no room
    void append(byte[] bytes, int length) {
        reserve(size + length);
        switch (place) {
            case Place.Memory(ByteBuffer memory)
            when size + length <= Spooling.UNIT_BYTES -> {
                ByteBuffer larger = withRoom(memory, (int) size + length);
                larger.put((int) size, bytes, 0, length);
                place = new Place.Memory(larger);
            }
            case Place.Memory(ByteBuffer memory) -> {
                FileChannel channel = room.folder().open();
                place = new Place.File(fill(channel, memory));
                write(channel, ByteBuffer.wrap(bytes, 0, length), size);
            }
            case Place.File(FileChannel channel) -> write(channel, ByteBuffer.wrap(bytes, 0, length), size);
        }
        size += length;
    }

    /// Reads bytes that are there.
    ///
    /// A thread that is interrupted in the very moment of reading closes the file for all readers.
    int read(long position, byte[] target, int from, int length) throws IOException {
        return switch (place) {
            case Place.Memory(ByteBuffer memory) -> {
                memory.get((int) position, target, from, length);
                yield length;
            }
            case Place.File(FileChannel channel) -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                yield channel.read(ByteBuffer.wrap(target, from, length), position);
            }
        };
    }

    /// Gives the room back; nobody reads any more.
    void discard() {
        Place last = place;
        place = new Place.Memory(ByteBuffer.allocate(0));
        room.give(unitsTaken);
        unitsTaken = 0;
        if (last instanceof Place.File(FileChannel channel)) {
            room.folder().close(channel);
        }
    }

    private static ByteBuffer withRoom(ByteBuffer memory, int needed) {
        int present = memory.capacity();
        return needed <= present
                ? memory
                : ByteBuffer.allocate(Math.clamp(present * 2L, needed, Spooling.UNIT_BYTES))
                        .put(0, memory, 0, present);
    }

    private FileChannel fill(FileChannel channel, ByteBuffer memory) {
        boolean done = false;
        try {
            write(channel, memory.slice(0, (int) size), 0);
            done = true;
        } finally {
            if (!done) {
                room.folder().close(channel);
            }
        }
        return channel;
    }

    private void write(FileChannel channel, ByteBuffer bytes, long position) {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw room.folder().refusal(e);
        }
    }
}
