package io.terraverde.name;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One attempt to match a text: for a set of places where pieces may start, it finds all places where they may end.
/// Working on sets instead of single places is what keeps the time polynomial.
final class Matching {
    private final String text;
    private final Map<Piece.Not, BitSet> refusedAt = new HashMap<>();

    Matching(String text) {
        this.text = text;
    }

    /// Whether pieces that follow each other match the whole text.
    boolean matches(List<Piece> pieces) {
        return ends(pieces, at(0)).get(text.length());
    }

    /// Where pieces that follow each other may end.
    private BitSet ends(List<Piece> pieces, BitSet starts) {
        BitSet places = starts;
        for (Piece piece : pieces) {
            if (places.isEmpty()) {
                return places;
            }
            places = switch (piece) {
                case Piece.One one -> afterOne(one, places);
                case Piece.Run run -> afterRun(places, run.min());
                case Piece.Parts parts -> afterParts(parts, places);
                case Piece.Group group -> afterGroup(group, places);
                case Piece.Not not -> afterNot(not, places);
            };
        }
        return places;
    }

    private BitSet afterOne(Piece.One one, BitSet starts) {
        BitSet ends = new BitSet();
        for (int i = starts.nextSetBit(0); i >= 0 && i < text.length(); i = starts.nextSetBit(i + 1)) {
            if (one.characters().contains(text.charAt(i))) {
                ends.set(i + 1);
            }
        }
        return ends;
    }

    private BitSet afterRun(BitSet starts, int min) {
        BitSet ends = new BitSet();
        for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
            int slash = text.indexOf('/', i);
            int end = slash < 0 ? text.length() : slash;
            if (i + min <= end) {
                ends.set(i + min, end + 1);
            }
        }
        return ends;
    }

    private BitSet afterParts(Piece.Parts parts, BitSet starts) {
        BitSet ends = new BitSet();
        for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
            boolean mayEndAtOnce = !(parts.follows() && parts.leads());
            if (mayEndAtOnce) {
                ends.set(i);
            }
            if (parts.follows() && !isSlash(i)) {
                continue;
            }
            for (int end = i + 1; end <= text.length(); end++) {
                if (!parts.leads() || isSlash(end - 1)) {
                    ends.set(end);
                }
            }
        }
        return ends;
    }

    private BitSet afterGroup(Piece.Group group, BitSet starts) {
        BitSet all = afterAny(group.alternatives(), starts);
        BitSet latest = all;
        while (group.mayRepeat() && !latest.isEmpty()) {
            BitSet more = afterAny(group.alternatives(), latest);
            more.andNot(all);
            all.or(more);
            latest = more;
        }
        if (group.mayBeAbsent()) {
            all.or(starts);
        }
        return all;
    }

    private BitSet afterAny(List<List<Piece>> alternatives, BitSet starts) {
        BitSet ends = new BitSet();
        alternatives.forEach(alternative -> ends.or(ends(alternative, starts)));
        return ends;
    }

    private BitSet afterNot(Piece.Not not, BitSet starts) {
        BitSet refused = refusedAt.get(not);
        if (refused == null) {
            refused = refusedStarts(not);
            refusedAt.put(not, refused);
        }
        BitSet open = (BitSet) starts.clone();
        open.andNot(refused);
        return afterRun(open, 0);
    }

    /// From where an alternative and what follows would match up to the end of the part.
    private BitSet refusedStarts(Piece.Not not) {
        BitSet refused = new BitSet();
        for (int start = 0; start <= text.length(); start++) {
            boolean matched = afterAny(not.refused(), at(start)).stream().anyMatch(this::endsPart);
            refused.set(start, matched);
        }
        return refused;
    }

    private boolean endsPart(int index) {
        return index == text.length() || isSlash(index);
    }

    private boolean isSlash(int index) {
        return index < text.length() && text.charAt(index) == '/';
    }

    private static BitSet at(int place) {
        BitSet places = new BitSet();
        places.set(place);
        return places;
    }
}
