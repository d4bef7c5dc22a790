package io.terraverde.packument;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/// A growing JSON text in UTF-8. Puts the commas between members itself; braces and names are the caller's business.
/// Not safe for concurrent use.
final class JsonBytes extends OutputStream {
    private byte[] bytes;
    private int size;

    JsonBytes(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    JsonBytes open(char bracket) {
        write(bracket);
        return this;
    }

    JsonBytes close(char bracket) {
        write(bracket);
        return this;
    }

    /// Begins a member: a comma when one went before, the name, a colon.
    JsonBytes name(String name) {
        separate();
        quoted(name);
        write(':');
        return this;
    }

    /// A comma, unless this is the first thing after a bracket.
    JsonBytes separate() {
        byte last = bytes[size - 1];
        if (last != '{' && last != '[') {
            write(',');
        }
        return this;
    }

    JsonBytes text(String value) {
        quoted(value);
        return this;
    }

    JsonBytes bare(String literal) {
        write(literal.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    JsonBytes raw(RawJson json) {
        json.writeTo(this);
        return this;
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void quoted(String value) {
        write('"');
        write(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        write('"');
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(size * 2L, 0x7fffff00L)));
        }
    }
}
