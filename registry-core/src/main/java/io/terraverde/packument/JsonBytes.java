package io.terraverde.packument;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
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

    /// An object of texts.
    JsonBytes texts(Map<String, String> members) {
        open('{');
        members.forEach((name, value) -> name(name).text(value));
        return close('}');
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

    /// Halves of surrogate pairs, which UTF-8 cannot hold, stay as escapes: texts that were cut by their length have
    /// them.
    private void quoted(String value) {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        write('"');
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (!Character.isSurrogate(value.charAt(i))) {
                continue;
            }
            if (Character.charCount(value.codePointAt(i)) == 2) {
                i++;
                continue;
            }
            write(encoder.quoteAsUTF8(value.substring(from, i)));
            bare("\\u").bare(HexFormat.of().toHexDigits(value.charAt(i)));
            from = i + 1;
        }
        write(encoder.quoteAsUTF8(from == 0 ? value : value.substring(from)));
        write('"');
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(size * 2L, 0x7fffff00L)));
        }
    }
}
