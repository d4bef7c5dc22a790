package io.terraverde.storage.fs;

import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Turns what the file system says into what the port says.
final class Failures {
    /// A file system with less than this is as good as full.
    private static final long ROOM_BYTES = 4096;

    private Failures() {}

    /// @param action what was being done, as `write "a/b"`
    static StorageException of(String action, IOException cause, Path root) {
        if (cause instanceof ClosedByInterruptException || cause instanceof FileLockInterruptionException) {
            return new StorageException(Kind.UNAVAILABLE, "cannot " + action + ": interrupted", cause);
        }
        if (textOf(cause).contains("device or resource busy")) {
            return new StorageException(
                    Kind.DENIED,
                    "cannot " + action + ": a mounted file cannot be replaced; mount its folder instead (" + cause
                            + ")",
                    cause);
        }
        Kind kind = kindOf(cause, root);
        String hint = switch (kind) {
            case FULL -> "no room in the storage";
            case DENIED -> "no permission, or the storage is read-only";
            case CORRUPT, UNAVAILABLE -> "the storage fails";
        };
        return new StorageException(kind, "cannot " + action + ": " + hint + " (" + cause + ")", cause);
    }

    private static Kind kindOf(IOException cause, Path root) {
        if (cause instanceof AccessDeniedException) {
            return Kind.DENIED;
        }
        String text = textOf(cause);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return Kind.FULL;
        }
        if (text.contains("read-only file system") || text.contains("operation not permitted")) {
            return Kind.DENIED;
        }
        return kindOfStateOf(root);
    }

    private static String textOf(IOException cause) {
        return cause.toString().toLowerCase(Locale.ROOT);
    }

    /// The texts of the system may be in another language than English; its state is not.
    private static Kind kindOfStateOf(Path root) {
        try {
            var files = Files.getFileStore(root);
            if (files.isReadOnly()) {
                return Kind.DENIED;
            }
            return files.getUsableSpace() < ROOM_BYTES ? Kind.FULL : Kind.UNAVAILABLE;
        } catch (IOException e) {
            return Kind.UNAVAILABLE;
        }
    }
}
