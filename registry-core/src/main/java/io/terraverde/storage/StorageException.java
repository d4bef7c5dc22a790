package io.terraverde.storage;

import org.jspecify.annotations.Nullable;

/// The store cannot do what was asked, and nobody nearby can help. A write that threw this did not take effect, unless
/// it is an {@link OutcomeUnknownException}.
public class StorageException extends RuntimeException {
    private final Kind kind;

    /// @param message what was being done, to which key, and what is wrong
    public StorageException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What is wrong with the store.
    public Kind kind() {
        return kind;
    }

    /// What is wrong with the store.
    public enum Kind {
        /// It does not answer, or fails; later it may work.
        UNAVAILABLE,
        /// It has no room.
        FULL,
        /// It refuses us: permission, credentials, read-only.
        DENIED,
        /// What it holds is not what must be there.
        CORRUPT
    }
}
