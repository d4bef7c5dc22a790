package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A pattern in the language of {@link NamePattern}, of any text with slashes.
///
/// @param text as written
/// @param negated whether it matches what its alternatives do not
/// @param alternatives what its braces stand for
record Glob(String text, boolean negated, List<List<Piece>> alternatives) {
    private static final int MAX_LENGTH = 1_000;

    /// Reads a pattern.
    ///
    /// @param kind what it is called in complaints, as `package pattern`
    /// @throws RegistryException.Invalid when it is empty, a comment, or too long to expand
    static Glob parse(String text, String kind) {
        if (text.isEmpty()) {
            throw RegistryException.Invalid.malformed("a " + kind + " must not be empty");
        }
        if (text.charAt(0) == '#') {
            throw RegistryException.Invalid.malformed(
                    kind + " \"" + text + "\" starts with #, which makes it a comment");
        }
        if (text.length() > MAX_LENGTH) {
            throw RegistryException.Invalid.malformed(
                    "a " + kind + " has at most " + MAX_LENGTH + " characters, this one has " + text.length());
        }
        int bangs = 0;
        while (bangs < text.length() && text.charAt(bangs) == '!') {
            bangs++;
        }
        List<List<Piece>> alternatives = new ArrayList<>();
        for (String alternative : Braces.expand(text.substring(bangs))) {
            alternatives.add(GlobReader.read(alternative));
        }
        return new Glob(text, bangs % 2 == 1, List.copyOf(alternatives));
    }

    /// Whether a text matches, whatever the case of its letters.
    boolean matches(String candidate) {
        Matching matching = new Matching(candidate.toLowerCase(Locale.ROOT));
        return alternatives.stream().anyMatch(matching::matches) != negated;
    }
}
