package io.terraverde.storage;

/// The condition of a write.
public sealed interface PutIf {
    /// Write, whatever is there.
    record Always() implements PutIf {}

    /// Write only when there is no object under the key.
    record IfAbsent() implements PutIf {}

    /// Write only when the object is at this revision. A missing object is at none.
    record IfMatches(Revision revision) implements PutIf {}

    /// Write, whatever is there.
    static PutIf always() {
        return new Always();
    }

    /// Write only when there is no object under the key.
    static PutIf absent() {
        return new IfAbsent();
    }

    /// Write only when the object is at this revision.
    static PutIf matches(Revision revision) {
        return new IfMatches(revision);
    }
}
