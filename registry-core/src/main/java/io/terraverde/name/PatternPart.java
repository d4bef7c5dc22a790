package io.terraverde.name;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What a pattern says between two slashes.
sealed interface PatternPart {
    /// Whether one part of a name, which holds no slash, matches.
    boolean matches(String segment);

    /// `**`: any number of parts.
    record AnyParts() implements PatternPart {
        @Override
        public boolean matches(String segment) {
            return true;
        }
    }

    /// Pieces that follow each other.
    record Glob(List<Piece> pieces) implements PatternPart {
        @Override
        public boolean matches(String segment) {
            BitSet start = new BitSet();
            start.set(0);
            return new Matching(segment).ends(pieces, start).get(segment.length());
        }
    }

    /// Reads the parts of a pattern without braces. Several slashes count as one, and so do several `**`.
    static List<PatternPart> parts(String pattern) {
        List<PatternPart> parts = new ArrayList<>();
        for (String part : pattern.split("/+", -1)) {
            if (!part.equals("**")) {
                parts.add(new Glob(GlobReader.read(part)));
            } else if (parts.isEmpty() || !(parts.getLast() instanceof AnyParts)) {
                parts.add(new AnyParts());
            }
        }
        return List.copyOf(parts);
    }
}
