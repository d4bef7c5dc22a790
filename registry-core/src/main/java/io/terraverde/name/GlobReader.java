package io.terraverde.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads a pattern without braces. What is not closed (`[a`, `@(a`) stands for itself.
final class GlobReader {
    private static final String GROUP_KINDS = "!?+*@";

    private final String glob;
    private int at;

    private GlobReader(String glob) {
        this.glob = glob;
    }

    /// The pieces of a pattern. Several slashes in a row count as one, and so do several `**` parts.
    static List<Piece> read(String pattern) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("/+", -1)) {
            if (!part.equals("**") || parts.isEmpty() || !parts.getLast().equals("**")) {
                parts.add(part);
            }
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean deep = parts.get(i).equals("**");
            boolean last = i + 1 == parts.size();
            if (deep) {
                pieces.add(new Piece.Parts(i > 0, !last));
            } else {
                pieces.addAll(pieces(new GlobReader(parts.get(i)).sequence(false), List.of()));
            }
            if (!last && !deep && !parts.get(i + 1).equals("**")) {
                pieces.add(literal('/'));
            }
        }
        return List.copyOf(pieces);
    }

    /// A piece as read, before it is known what follows it.
    private sealed interface Token {
        record Plain(Piece piece) implements Token {}

        record Grouped(char kind, List<List<Token>> alternatives) implements Token {
            boolean isEmpty() {
                return alternatives.equals(List.of(List.of()));
            }
        }
    }

    private List<Token> sequence(boolean inGroup) {
        List<Token> tokens = new ArrayList<>();
        while (at < glob.length()) {
            char c = glob.charAt(at);
            if (inGroup && (c == '|' || c == ')')) {
                break;
            }
            if (opensGroup(at) && closesGroup(at)) {
                tokens.add(group());
            } else {
                tokens.add(new Token.Plain(simple(c)));
            }
        }
        return tokens;
    }

    private Token group() {
        char kind = glob.charAt(at);
        at += 2;
        List<List<Token>> alternatives = new ArrayList<>();
        alternatives.add(sequence(true));
        while (glob.charAt(at) == '|') {
            at++;
            alternatives.add(sequence(true));
        }
        at++;
        return new Token.Grouped(kind, alternatives);
    }

    private Piece simple(char c) {
        at++;
        return switch (c) {
            case '*' -> new Piece.Run(0);
            case '?' -> new Piece.One(any -> any != '/');
            case '[' -> {
                Optional<CharClass> set = CharClass.read(glob, at - 1);
                set.ifPresent(read -> at = read.end());
                yield set.<Piece>map(Piece.One::new).orElseGet(() -> literal('['));
            }
            case '\\' -> at < glob.length() ? literal(glob.charAt(at++)) : literal('\\');
            default -> literal(c);
        };
    }

    private boolean opensGroup(int index) {
        return index + 1 < glob.length()
                && GROUP_KINDS.indexOf(glob.charAt(index)) >= 0
                && glob.charAt(index + 1) == '(';
    }

    private boolean closesGroup(int index) {
        int depth = 0;
        for (int i = index; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = CharClass.read(glob, i).map(set -> set.end() - 1).orElse(i);
            } else if (opensGroup(i)) {
                depth++;
                i++;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        return false;
    }

    private static Piece literal(char c) {
        char lowerCase = String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0);
        return new Piece.One(other -> other == lowerCase);
    }

    /// @param after what follows the tokens, which every `!(..)` among them looks at
    private static List<Piece> pieces(List<Token> tokens, List<Piece> after) {
        List<Piece> pieces = new ArrayList<>();
        List<Piece> following = new ArrayList<>(after);
        for (Token token : tokens.reversed()) {
            Piece piece = switch (token) {
                case Token.Plain plain -> plain.piece();
                case Token.Grouped group -> piece(group, following);
            };
            pieces.addFirst(piece);
            following.addFirst(piece);
        }
        return List.copyOf(pieces);
    }

    private static Piece piece(Token.Grouped group, List<Piece> following) {
        if (group.kind() == '!' && group.isEmpty()) {
            return new Piece.Run(1);
        }
        List<List<Piece>> alternatives = group.alternatives().stream()
                .map(alternative -> pieces(alternative, following))
                .toList();
        if (group.kind() != '!') {
            return new Piece.Group("?*".indexOf(group.kind()) >= 0, "+*".indexOf(group.kind()) >= 0, alternatives);
        }
        List<List<Piece>> refused = new ArrayList<>();
        for (List<Piece> alternative : alternatives) {
            List<Piece> upToTheEnd = new ArrayList<>(alternative);
            upToTheEnd.addAll(following);
            refused.add(List.copyOf(upToTheEnd));
        }
        return new Piece.Not(refused);
    }
}
