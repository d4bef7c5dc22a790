package io.terraverde.testkit;

import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import java.util.function.Consumer;

/// What a {@link FaultyBlobStore} does instead of an operation, or around it.
public sealed interface Fault {
    /// A clean failure: nothing happens to the store.
    record Fail(StorageException.Kind kind) implements Fault {}

    /// The request gets lost: nothing happens, and the caller cannot know.
    record UnknownBefore() implements Fault {}

    /// The answer gets lost: the operation takes effect, and the caller cannot know.
    record UnknownAfter() implements Fault {}

    /// The request is held up: the caller cannot know, and it takes effect at {@link FaultyBlobStore#landLate}, if its
    /// condition still holds then.
    record UnknownLate() implements Fault {}

    /// A put is refused although its condition holds.
    record Refuse() implements Fault {}

    /// Somebody else comes first; then the operation goes on.
    ///
    /// @param other is given the store without faults
    record Meanwhile(Consumer<BlobStore> other) implements Fault {}

    /// The operation goes on; then, before its answer arrives, somebody else acts.
    ///
    /// @param other is given the store without faults
    record Afterwards(Consumer<BlobStore> other) implements Fault {}

    /// The operation takes effect twice, and the answer is that to the second time: something between the caller and
    /// the store lost the first answer and repeated the request.
    record Repeated() implements Fault {}
}
