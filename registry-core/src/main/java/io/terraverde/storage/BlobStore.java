package io.terraverde.storage;

import org.jspecify.annotations.Nullable;

/// A store of whole objects under keys: a directory, a bucket, memory.
///
/// Writes are atomic: a reader sees the old object or the new one, never half. A read gives meta data and bytes of one
/// revision. All methods block, and are safe for concurrent use by threads and, where the backend is shared, processes.
///
/// Every method may throw {@link StorageException}; only `put` and `delete` may throw
/// {@link OutcomeUnknownException}, its case "it may or may not have happened".
public interface BlobStore extends AutoCloseable {
    /// Reads an object, or a range of it.
    BlobRead read(BlobKey key, ReadIf condition);

    /// Writes an object if the condition holds. When this returns `Stored`, the object is durable and every later read
    /// sees it or a newer one. `matches` on a missing object is refused.
    ///
    /// @throws StorageException also when the body breaks off or has another size than it says; nothing was
    ///     written then
    PutResult put(BlobKey key, BlobBody body, PutIf condition);

    /// Removes an object; a missing one is not an error. Not conditional: on real engines that is not atomic.
    void delete(BlobKey key);

    /// The objects whose keys start with `prefix` (which need not end at a `/`; empty means all), in byte order.
    ///
    /// @param after only keys greater than this one, or null from the start
    /// @param limit at most so many, 1 to 1000
    BlobPage list(String prefix, @Nullable BlobKey after, int limit);

    /// Returns when reads and writes are likely to succeed.
    ///
    /// @throws StorageException saying what is wrong, when they are not
    void check();

    /// Lets go of what the store itself opened. Later calls are undefined.
    @Override
    void close();
}
