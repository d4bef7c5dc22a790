package io.terraverde.it.history;

/// A write of one register. Times are those of one monotonic clock, in nanoseconds.
///
/// @param value what was written; [Register#ABSENT] for a removal
/// @param invoked before the request was sent
/// @param completed after its answer was read
/// @param door where it was sent to
public record Write(Register register, String value, Outcome outcome, long invoked, long completed, String door) {
    /// A write does not end before it begins.
    public Write {
        if (completed < invoked) {
            throw new IllegalArgumentException("ends before it begins: " + register);
        }
    }
}
