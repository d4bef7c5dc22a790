package io.terraverde.storage;

/// The outcome of a write that is known: it happened, or its condition did not hold.
public sealed interface PutResult {
    /// The object is stored, durably.
    ///
    /// @param meta what a read gives of the object until somebody else writes it; only `modified` may be a
    ///     little off, because S3 does not tell a writer
    record Stored(BlobMeta meta) implements PutResult {}

    /// The condition did not hold; nothing was written.
    record Refused() implements PutResult {}
}
