package io.terraverde.packument;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/// JSON texts by chance: as somebody may write them, with white space between the tokens, and the same without.
final class RandomJson {
    private static final List<String> LITERALS =
            List.of("true", "false", "null", "0", "-1", "1.50", "-0.0", "1e400", "12345678901234567890123", "1E-7");
    private static final List<String> CHARACTERS = List.of(
            "a",
            "B",
            "7",
            " ",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\\\"",
            "\\\\",
            "\\/",
            "\\n",
            "\\u0000",
            "\\u00e9",
            "\\ud83d",
            "é",
            "€",
            "\uD83D\uDE00",
            "'",
            "\u007f");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t\t", "\r\n  ");

    private final Random random;

    /// @param spaced with white space
    /// @param minified without
    record Value(String spaced, String minified) {}

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /// Any value.
    ///
    /// @param depth how deep arrays and objects may be nested
    Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> same(pick(LITERALS));
            case 1, 2 -> same(text());
            case 3 -> array(depth - 1);
            default -> object(members(depth - 1));
        };
    }

    /// Members with names that differ.
    Map<String, Value> members(int depth) {
        Map<String, Value> members = new LinkedHashMap<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            members.put("m" + i + letters(), value(depth));
        }
        return members;
    }

    /// An object of members.
    Value object(Map<String, Value> members) {
        StringJoiner spaced = new StringJoiner(",", "{" + space(), "}");
        StringJoiner minified = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> {
            spaced.add(space() + '"' + name + '"' + space() + ':' + space() + value.spaced + space());
            minified.add('"' + name + "\":" + value.minified);
        });
        return new Value(spaced.toString(), minified.toString());
    }

    /// White space, or none.
    String space() {
        return pick(SPACES);
    }

    private Value array(int depth) {
        StringJoiner spaced = new StringJoiner(",", "[" + space(), "]");
        StringJoiner minified = new StringJoiner(",", "[", "]");
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Value value = value(depth);
            spaced.add(space() + value.spaced + space());
            minified.add(value.minified);
        }
        return new Value(spaced.toString(), minified.toString());
    }

    private String text() {
        StringBuilder text = new StringBuilder("\"");
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(pick(CHARACTERS));
        }
        return text.append('"').toString();
    }

    private String letters() {
        return random.nextBoolean() ? "" : Integer.toString(random.nextInt(1 << 20), 36);
    }

    private static Value same(String text) {
        return new Value(text, text);
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
