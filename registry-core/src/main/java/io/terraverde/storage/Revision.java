package io.terraverde.storage;

/// Names one state of one object, for conditions on later reads and writes. Opaque: only the store that gave it can
/// read it, and only equality means something.
///
/// A revision may come back only together with the very same bytes: on most S3 stores it is a digest of them. Whoever
/// makes writes depend on it sees to it that the bytes never come back, as documents do by their commit ids.
public record Revision(String value) {
    /// @throws IllegalArgumentException when empty
    public Revision {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a revision is not empty");
        }
    }
}
