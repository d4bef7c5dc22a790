package io.terraverde.storage;

import java.time.Instant;

/// What a store knows of an object besides its bytes.
///
/// @param sizeBytes the size of the whole object, also when a range of it was read
/// @param modified when it was written, by the store's clock
public record BlobMeta(BlobKey key, Revision revision, long sizeBytes, Instant modified) {}
