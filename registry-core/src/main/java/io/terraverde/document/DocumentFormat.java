package io.terraverde.document;

import io.terraverde.core.RegistryException;
import java.util.List;

/// How a kind of document stands in its object. Implementations have no state.
///
/// @param <T> an immutable value
public interface DocumentFormat<T> {
    /// Reads the bytes of an object.
    ///
    /// @throws IllegalArgumentException saying what is wrong, when they are not such a document
    T read(byte[] bytes);

    /// The bytes of an object. Reading them gives an equal value.
    ///
    /// @throws RegistryException when the value may not be stored, for example because it is too large
    byte[] write(T value);

    /// The ids of the latest commits, oldest first, at most {@link CommitId#KEPT}.
    List<CommitId> commits(T value);

    /// The same value with these commit ids.
    T withCommits(T value, List<CommitId> commits);
}
