package io.terraverde.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A set of characters as in `[ab]`, `[a-c]`, `[!a]`, `[[:digit:]_]`, whatever their case.
///
/// @param negated whether it is the set of all others
/// @param members what is listed; empty when the set holds nothing, as in `[z-a]`
/// @param end where the text goes on after the closing bracket
record CharClass(boolean negated, List<Piece.CharSet> members, int end) implements Piece.CharSet {
    /// Reads the set that opens at an index; empty when it is never closed or lists nothing.
    static Optional<CharClass> read(String text, int open) {
        int at = open + 1;
        boolean negated = at < text.length() && (text.charAt(at) == '!' || text.charAt(at) == '^');
        if (negated) {
            at++;
        }
        List<Piece.CharSet> members = new ArrayList<>();
        int first = at;
        while (at < text.length()) {
            if (text.charAt(at) == ']' && at > first) {
                return Optional.of(new CharClass(negated, List.copyOf(members), at + 1));
            }
            Optional<Named> named = Named.at(text, at);
            if (named.isPresent()) {
                members.add(named.get());
                at += named.get().written().length();
                continue;
            }
            int fromAt = unescaped(text, at);
            int next = fromAt + 1;
            boolean range = next + 1 < text.length() && text.charAt(next) == '-' && text.charAt(next + 1) != ']';
            if (fromAt >= text.length()) {
                return Optional.empty();
            }
            if (!range) {
                members.add(new Range(text.charAt(fromAt), text.charAt(fromAt)));
                at = next;
                continue;
            }
            int toAt = unescaped(text, next + 1);
            if (toAt >= text.length()) {
                return Optional.empty();
            }
            members.add(new Range(text.charAt(fromAt), text.charAt(toAt)));
            at = toAt + 1;
        }
        return Optional.empty();
    }

    @Override
    public boolean contains(char lowerCase) {
        char upperCase = Character.toUpperCase(lowerCase);
        boolean listed = members.stream().anyMatch(member -> member.contains(lowerCase) || member.contains(upperCase));
        return listed != negated;
    }

    private static int unescaped(String text, int at) {
        return text.charAt(at) == '\\' ? at + 1 : at;
    }

    private record Range(char first, char last) implements Piece.CharSet {
        @Override
        public boolean contains(char c) {
            return first <= c && c <= last;
        }
    }

    /// The POSIX names, as far as they tell apart the characters of package names.
    private enum Named implements Piece.CharSet {
        ALNUM,
        ALPHA,
        ASCII,
        BLANK,
        CNTRL,
        DIGIT,
        GRAPH,
        LOWER,
        PRINT,
        PUNCT,
        SPACE,
        UPPER,
        WORD,
        XDIGIT;

        static Optional<Named> at(String text, int at) {
            if (!text.startsWith("[:", at)) {
                return Optional.empty();
            }
            for (Named named : values()) {
                if (text.startsWith(named.written(), at)) {
                    return Optional.of(named);
                }
            }
            return Optional.empty();
        }

        String written() {
            return "[:" + name().toLowerCase(Locale.ROOT) + ":]";
        }

        @Override
        public boolean contains(char c) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            return switch (this) {
                case ALPHA, LOWER, UPPER -> letter;
                case DIGIT -> digit;
                case ALNUM -> letter || digit;
                case WORD -> letter || digit || c == '_';
                case XDIGIT -> digit || "abcdefABCDEF".indexOf(c) >= 0;
                case PUNCT -> "-_.!()'@/".indexOf(c) >= 0;
                case ASCII, GRAPH, PRINT -> true;
                case BLANK, CNTRL, SPACE -> false;
            };
        }
    }
}
