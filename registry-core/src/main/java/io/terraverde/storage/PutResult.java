package io.terraverde.storage;

/// The outcome of a write that is known: it happened, or its condition did not hold.
public sealed interface PutResult {
    /// The object is stored, durably, at this revision.
    record Stored(Revision revision) implements PutResult {}

    /// The condition did not hold; nothing was written.
    record Refused() implements PutResult {}
}
