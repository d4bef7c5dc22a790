package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The place that an object is written to.
record Target(BlobKey key, Path path) {
    /// A link stays, and what it leads to is replaced.
    static Target of(BlobKey key, Path path) throws IOException {
        return new Target(key, Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path);
    }

    /// The state of the file that is there.
    Optional<FileState> state() throws IOException {
        Optional<FileState> state = FileState.at(path);
        if (state.isPresent() && !state.get().isFile()) {
            throw new StorageException(
                    Kind.CORRUPT, "cannot write \"" + key + "\": a directory, or no file, is in its place", null);
        }
        return state;
    }

    /// Moves a temporary file here; false when another program has just made a file.
    ///
    /// @param next the state of the temporary file
    boolean place(Path temp, PutIf condition, FileState next) throws IOException {
        try {
            if (condition instanceof PutIf.IfAbsent) {
                return placeNew(temp) || isAt(next);
            }
            Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            // A network file system that sent a request twice reports the failure of the second.
            if (isAt(next)) {
                return true;
            }
            throw e;
        }
    }

    private boolean isAt(FileState state) throws IOException {
        return FileState.at(path).filter(state::equals).isPresent();
    }

    /// Links where the file system can, which keeps out even programs that take no lock of ours; false when one
    /// of them was first.
    private boolean placeNew(Path temp) throws IOException {
        try {
            Files.createLink(path, temp);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (state().isPresent()) {
                return false;
            }
            throw new StorageException(
                    Kind.CORRUPT, "cannot write \"" + key + "\": a link to nothing is in its place", e);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // No hard links here, or another device, or no room; the rename tells.
        }
        Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
