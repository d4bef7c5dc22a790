package io.terraverde.storage;

/// What of an object is wanted, and under which condition.
public sealed interface ReadIf {
    /// The whole object.
    record Always() implements ReadIf {}

    /// The whole object, unless it still is at this revision.
    record ChangedSince(Revision revision) implements ReadIf {}

    /// The bytes from `first` to `last`, both included and counted from 0; `last` may lie past the end. A `first` past
    /// the end gives an empty stream with the right meta data.
    record Range(long first, long last) implements ReadIf {
        /// @throws IllegalArgumentException unless 0 <= first <= last
        public Range {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("not a range: " + first + "-" + last);
            }
        }
    }

    /// The whole object.
    static ReadIf always() {
        return new Always();
    }

    /// The whole object, unless it still is at this revision.
    static ReadIf changedSince(Revision revision) {
        return new ChangedSince(revision);
    }

    /// The bytes from `first` to `last`, both included.
    static ReadIf range(long first, long last) {
        return new Range(first, last);
    }
}
