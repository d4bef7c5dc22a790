package io.terraverde.document;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The mark that one commit leaves in a document, for example `9f86d081884c7d65`: 16 hex digits, drawn at random, so
/// that a writer whose answer was lost can tell its own write from everybody else's.
public record CommitId(String value) {
    /// How many of the latest commit ids a document keeps.
    public static final int KEPT = 16;

    /// @throws IllegalArgumentException unless 1 to 64 letters or digits
    public CommitId {
        if (value.isEmpty() || value.length() > 64 || !value.chars().allMatch(CommitId::isLetterOrDigit)) {
            throw new IllegalArgumentException("a commit id has 1 to 64 letters or digits");
        }
    }

    /// A new one.
    public static CommitId random(RandomGenerator random) {
        return new CommitId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
