package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Brace expansion as shells and minimatch do it: `{a,b}c` is `ac`, `bc`; `{1..3}` is `1`, `2`, `3`.
final class Braces {
    private static final int MAX_ALTERNATIVES = 1_000;
    private static final Pattern NUMBERS = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})(?:\\.\\.(-?\\d{1,9}))?");
    private static final Pattern LETTERS = Pattern.compile("([a-zA-Z])\\.\\.([a-zA-Z])(?:\\.\\.(-?\\d{1,9}))?");

    private Braces() {}

    /// The texts that a text with braces stands for, in order.
    static List<String> expand(String text) {
        int from = 0;
        while (true) {
            int open = nextOpen(text, from);
            if (open < 0) {
                return List.of(text);
            }
            OptionalInt close = closing(text, open);
            if (close.isEmpty()) {
                from = open + 1;
                continue;
            }
            List<String> inside = inside(text.substring(open + 1, close.getAsInt()));
            return join(text.substring(0, open), inside, expand(text.substring(close.getAsInt() + 1)));
        }
    }

    private static List<String> inside(String body) {
        Matcher numbers = NUMBERS.matcher(body);
        if (numbers.matches()) {
            return numbers(numbers);
        }
        Matcher letters = LETTERS.matcher(body);
        if (letters.matches()) {
            return letters(letters);
        }
        List<String> members = members(body);
        List<String> expanded = new ArrayList<>();
        if (members.size() == 1) {
            expand(body).forEach(member -> expanded.add("{" + member + "}"));
        } else {
            members.forEach(member -> expanded.addAll(expand(member)));
        }
        return bounded(expanded);
    }

    private static List<String> numbers(Matcher range) {
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        int width = isPadded(range.group(1)) || isPadded(range.group(2))
                ? Math.max(range.group(1).length(), range.group(2).length())
                : 0;
        List<String> texts = new ArrayList<>();
        for (long number : steps(first, last, range.group(3))) {
            String digits = Long.toString(Math.abs(number));
            String sign = number < 0 ? "-" : "";
            texts.add(sign + "0".repeat(Math.max(0, width - digits.length() - sign.length())) + digits);
        }
        return texts;
    }

    private static List<String> letters(Matcher range) {
        List<String> texts = new ArrayList<>();
        for (long letter : steps(range.group(1).charAt(0), range.group(2).charAt(0), range.group(3))) {
            texts.add(letter == '\\' ? "" : Character.toString((int) letter));
        }
        return texts;
    }

    private static List<Long> steps(long first, long last, @Nullable String step) {
        long size = step == null ? 1 : Math.max(1, Math.abs(Long.parseLong(step)));
        if (Math.abs(last - first) / size >= MAX_ALTERNATIVES) {
            throw tooMany();
        }
        List<Long> values = new ArrayList<>();
        long direction = last < first ? -size : size;
        for (long value = first; last < first ? value >= last : value <= last; value += direction) {
            values.add(value);
        }
        return values;
    }

    private static boolean isPadded(String number) {
        return number.matches("-?0\\d+");
    }

    /// The parts between the commas that stand in no inner braces.
    private static List<String> members(String body) {
        List<String> members = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < body.length(); i++) {
            switch (body.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        members.add(body.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        members.add(body.substring(start));
        return members;
    }

    private static int nextOpen(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{' && (i == 0 || text.charAt(i - 1) != '$')) {
                return i;
            }
        }
        return -1;
    }

    private static OptionalInt closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '{' -> depth++;
                case '}' -> {
                    depth--;
                    if (depth == 0) {
                        return OptionalInt.of(i);
                    }
                }
                default -> {}
            }
        }
        return OptionalInt.empty();
    }

    private static List<String> join(String before, List<String> inside, List<String> after) {
        if ((long) inside.size() * after.size() > MAX_ALTERNATIVES) {
            throw tooMany();
        }
        List<String> joined = new ArrayList<>();
        for (String middle : inside) {
            after.forEach(end -> joined.add(before + middle + end));
        }
        return joined;
    }

    private static List<String> bounded(List<String> texts) {
        if (texts.size() > MAX_ALTERNATIVES) {
            throw tooMany();
        }
        return texts;
    }

    private static RegistryException tooMany() {
        return RegistryException.Invalid.malformed(
                "a pattern may stand for at most " + MAX_ALTERNATIVES + " alternatives in braces");
    }
}
