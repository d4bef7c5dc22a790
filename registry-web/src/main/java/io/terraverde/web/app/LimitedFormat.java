package io.terraverde.web.app;

import io.terraverde.core.RegistryException;
import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import java.util.List;

/// Refuses to write a document that is too large. Those that are there already are read, whatever their size.
///
/// @param what as people call such a document
/// @param maxBytes of one document
record LimitedFormat<T>(DocumentFormat<T> format, String what, long maxBytes) implements DocumentFormat<T> {
    @Override
    public T read(byte[] bytes) {
        return format.read(bytes);
    }

    /// @throws RegistryException.TooLarge when the bytes are too many
    @Override
    public byte[] write(T value) {
        byte[] bytes = format.write(value);
        if (bytes.length > maxBytes) {
            throw new RegistryException.TooLarge(
                    "cannot store the " + what + ": it would have " + bytes.length + " bytes of " + maxBytes);
        }
        return bytes;
    }

    @Override
    public List<CommitId> commits(T value) {
        return format.commits(value);
    }

    @Override
    public T withCommits(T value, List<CommitId> commits) {
        return format.withCommits(value, commits);
    }
}
