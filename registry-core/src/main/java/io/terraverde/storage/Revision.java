package io.terraverde.storage;

/// Names one state of one object, for conditions on later reads and writes. Opaque: only the store that gave it can
/// read it, and only equality means something. A revision never comes back once its object was replaced.
public record Revision(String value) {
    /// @throws IllegalArgumentException when empty
    public Revision {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a revision is not empty");
        }
    }
}
