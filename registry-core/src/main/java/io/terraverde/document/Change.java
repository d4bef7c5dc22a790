package io.terraverde.document;

import java.util.Optional;

/// A change of a document: from the present value, if there is one, to the next.
///
/// Pure: it may run several times, on different values, and only the last run counts. To refuse, it throws. To leave
/// everything as it is, it returns the very instance it was given.
@FunctionalInterface
public interface Change<T> {
    /// The next value.
    T apply(Optional<T> present);
}
