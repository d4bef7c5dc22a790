package io.terraverde.storage;

import org.jspecify.annotations.Nullable;

/// A write may or may not have taken effect. Never to be reported as failed, nor as done: find out by reading.
public final class OutcomeUnknownException extends StorageException {
    /// @param message what was being written, and what hid the outcome
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(Kind.UNAVAILABLE, message, cause);
    }
}
