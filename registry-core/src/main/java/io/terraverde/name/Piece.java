package io.terraverde.name;

import java.util.List;

/// A piece of a glob: something that matches a run of characters.
sealed interface Piece {
    /// One character of a set.
    ///
    /// @param characters the set; a slash belongs to `[!a]`, as in minimatch, and not to `?`
    record One(CharSet characters) implements Piece {}

    /// `**` between slashes: any number of parts, with the slashes that separate it from its neighbours.
    ///
    /// @param follows whether a part stands before it, as in `a/**`
    /// @param leads whether a part stands after it, as in `**/a`
    record Parts(boolean follows, boolean leads) implements Piece {}

    /// `*`: any run of characters but slashes.
    ///
    /// @param min the shortest run: 0, or 1 for `!()`
    record Run(int min) implements Piece {}

    /// `@(..)`, `?(..)`, `+(..)`, `*(..)`.
    ///
    /// @param mayBeAbsent for `?` and `*`
    /// @param mayRepeat for `+` and `*`
    record Group(boolean mayBeAbsent, boolean mayRepeat, List<List<Piece>> alternatives) implements Piece {}

    /// `!(..)`: a run of characters but slashes, unless one of the alternatives together with everything that
    /// follows in this part would match up to its end.
    ///
    /// It is told apart by identity: two that look the same stand at different places.
    final class Not implements Piece {
        private final List<List<Piece>> refused;

        /// @param refused the alternatives, each with all that follows
        Not(List<List<Piece>> refused) {
            this.refused = List.copyOf(refused);
        }

        List<List<Piece>> refused() {
            return refused;
        }
    }

    /// A set of characters, whatever their case.
    @FunctionalInterface
    interface CharSet {
        /// Whether a character, given in lower case, is in the set.
        boolean contains(char lowerCase);
    }
}
