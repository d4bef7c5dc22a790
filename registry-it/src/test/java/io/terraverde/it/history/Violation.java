package io.terraverde.it.history;

/// A value that no registry that keeps its promises would have shown.
///
/// @param value what was read
/// @param expected the last write that the reader could rely on, or what else contradicts the value
/// @param read the answer that shows it
public record Violation(Kind kind, Register register, String value, String expected, Read read) {
    /// What is wrong with a value.
    public enum Kind {
        /// A write that was acknowledged before the read began is missing.
        STALE,
        /// The write was refused.
        REFUSED,
        /// The write had not begun when the read had ended.
        EARLY,
        /// Nobody wrote it.
        UNWRITTEN
    }

    @Override
    public String toString() {
        return kind + " " + register + " = " + value + " at " + read.door() + ", " + expected;
    }
}
