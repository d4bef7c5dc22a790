package io.terraverde.packument;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// A JSON value as the bytes it was written with, less the white space between tokens. Numbers, escapes and the
/// order of keys stay as they are. A view of a shared array, which never changes.
public final class RawJson {
    /// `{}`
    static final RawJson EMPTY_OBJECT = new RawJson(new byte[] {'{', '}'}, 0, 2);

    private final byte[] source;
    private final int offset;
    private final int length;

    private RawJson(byte[] source, int offset, int length) {
        this.source = source;
        this.offset = offset;
        this.length = length;
    }

    /// Reads one JSON value.
    ///
    /// @param text UTF-8; not copied when it has no white space to leave away, and must not change
    /// @throws IllegalArgumentException when it is not one JSON value
    public static RawJson parse(byte[] text) {
        if (text.length > 0 && (text[0] <= 0 || (text.length > 1 && text[1] == 0))) {
            throw new IllegalArgumentException("JSON is read as UTF-8, without a byte order mark");
        }
        try (JsonParser parser = Json.parser(text, 0, text.length)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("an empty text is not JSON");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("text follows after the JSON value");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        byte[] minified = JsonWhiteSpace.strip(text);
        return new RawJson(minified, 0, minified.length);
    }

    /// The value of a tree.
    public static RawJson of(JsonNode tree) {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(tree);
        return new RawJson(bytes, 0, bytes.length);
    }

    /// A JSON string.
    public static RawJson ofText(String value) {
        JsonBytes out = new JsonBytes(value.length() + 2);
        byte[] bytes = out.text(value).toBytes();
        return new RawJson(bytes, 0, bytes.length);
    }

    /// The value as a tree. For one version or smaller, not for whole packuments.
    public JsonNode tree() {
        return Json.MAPPER.readTree(source, offset, length);
    }

    /// Whether this is an object.
    public boolean isObject() {
        return source[offset] == '{';
    }

    /// The members of an object in their order, the last one of equal names; empty when this is no object.
    public Map<String, RawJson> members() {
        Map<String, RawJson> members = new LinkedHashMap<>();
        forEachMember(members::put);
        return members;
    }

    /// The same for a document that somebody may have made up to take much memory.
    ///
    /// @throws IllegalArgumentException when there are more
    Map<String, RawJson> membersUpTo(int max) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        forEachMember((name, value) -> {
            members.put(name, value);
            if (members.size() > max) {
                throw new IllegalArgumentException("an object of more than " + max + " members");
            }
        });
        return members;
    }

    /// The members of these names; all others take no memory.
    Map<String, RawJson> members(Set<String> names) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        forEachMember((name, value) -> {
            if (names.contains(name)) {
                members.put(name, value);
            }
        });
        return members;
    }

    /// The member of this name, the last one of several; empty when there is none, or this is no object.
    Optional<RawJson> member(String name) {
        return Optional.ofNullable(members(Set.of(name)).get(name));
    }

    /// The text of a JSON string; empty when this is no string.
    public Optional<String> asText() {
        return Optional.ofNullable(textOrNull());
    }

    /// The number of bytes.
    public int sizeBytes() {
        return length;
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return Arrays.copyOfRange(source, offset, offset + length);
    }

    /// The JSON text.
    @Override
    public String toString() {
        return new String(source, offset, length, StandardCharsets.UTF_8);
    }

    /// By bytes: the same text, not merely the same value.
    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson json
                && Arrays.equals(source, offset, offset + length, json.source, json.offset, json.offset + json.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + source[i];
        }
        return hash;
    }

    void writeTo(JsonBytes out) {
        out.write(source, offset, length);
    }

    private void forEachMember(BiConsumer<String, RawJson> action) {
        if (!isObject()) {
            return;
        }
        try (JsonParser parser = Json.parser(source, offset, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                action.accept(name, new RawJson(source, offset + from, valueEnd(parser, from) - from));
            }
        }
    }

    private @Nullable String textOrNull() {
        if (source[offset] != '"') {
            return null;
        }
        try (JsonParser parser = Json.parser(source, offset, length)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    /// Where the value at the parser ends, relative to `offset`: for numbers and literals the parser may have
    /// read on.
    private int valueEnd(JsonParser parser, int from) {
        JsonToken token = parser.currentToken();
        parser.skipChildren();
        if (token == JsonToken.VALUE_STRING) {
            parser.getStringLength();
        }
        return switch (token) {
            case START_OBJECT, START_ARRAY, VALUE_STRING ->
                (int) parser.currentLocation().getByteOffset();
            default -> scalarEnd(from);
        };
    }

    private int scalarEnd(int from) {
        int end = from;
        while (end < length && ",}]".indexOf(source[offset + end]) < 0) {
            end++;
        }
        return end;
    }
}
