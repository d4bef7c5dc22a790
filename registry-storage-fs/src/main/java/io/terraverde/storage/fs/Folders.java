package io.terraverde.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The folders below a root: made when needed, removed when empty, and durable when they have to be.
final class Folders {
    private static final int MAX_KNOWN = 10_000;
    private static final int MAX_ATTEMPTS = 10_000;

    /// Brings the entries of a folder to disk.
    @FunctionalInterface
    interface Sync {
        void entriesOf(Path folder) throws IOException;
    }

    private final Path root;
    private final Sync disk;

    /// Folders whose own entries are known to be on disk, with what they were then.
    private final ConcurrentHashMap<Path, FileState> durable = new ConcurrentHashMap<>();

    /// Folders in which something changed that may not be on disk, because syncing failed: why.
    private final ConcurrentHashMap<Path, IOException> unsettled = new ConcurrentHashMap<>();

    Folders(Path root) {
        this(root, Folders::syncEntries);
    }

    Folders(Path root, Sync disk) {
        this.root = root;
        this.disk = disk;
    }

    /// Makes a folder and those above it, if they are missing.
    void make(Path folder) throws IOException {
        for (int attempt = 1; !Files.isDirectory(folder); attempt++) {
            try {
                Files.createDirectories(folder);
                return;
            } catch (FileAlreadyExistsException e) {
                // A file in its place; or the folder was there, and was removed before Java looked what it is.
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Makes the entries of a folder durable, and the folder itself: whoever made it may not have come to that
    /// yet.
    void sync(Path folder) throws IOException {
        @Nullable IOException before = unsettled.get(folder);
        try {
            disk.entriesOf(folder);
            syncWayTo(folder);
        } catch (IOException e) {
            unsettled.put(folder, e);
            throw e;
        }
        if (before != null) {
            // What failed meanwhile has another exception, and stays.
            unsettled.remove(folder, before);
        }
    }

    /// Makes durable what shows at a path although syncing it has failed. Who read it without that could take
    /// for written what is gone after the next crash.
    void settle(Path path) throws IOException {
        if (unsettled.isEmpty()) {
            return;
        }
        Path real = Files.exists(path) ? path.toRealPath() : path;
        for (Path folder : unsettled.keySet()) {
            if (path.startsWith(folder) || real.startsWith(folder)) {
                sync(folder);
            }
        }
    }

    /// Makes everything durable of which syncing has failed.
    void settleAll() throws IOException {
        for (Path folder : unsettled.keySet()) {
            sync(folder);
        }
    }

    /// Removes a folder that became empty, and makes the deletion in it durable.
    void removeIfEmptyAndSync(Path folder) throws IOException {
        if (folder.equals(root) || Files.isSymbolicLink(folder)) {
            sync(folder);
            return;
        }
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            sync(folder);
            return;
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
        } catch (FileSystemException e) {
            // A mount point, or a folder above that is not ours: it stays.
            sync(folder);
            return;
        }
        sync(parentOf(folder));
    }

    /// Removes a folder if it is empty; it may be needed again at once.
    void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Not empty, or not ours to remove.
        }
    }

    private void syncWayTo(Path folder) throws IOException {
        if (folder.equals(root)) {
            return;
        }
        Optional<FileState> found = FileState.at(folder);
        if (found.isEmpty()) {
            return;
        }
        FileState state = found.get();
        FileState known = durable.get(folder);
        if (known != null && known.identity().equals(state.identity())) {
            return;
        }
        syncWayTo(parentOf(folder));
        disk.entriesOf(parentOf(folder));
        if (durable.size() >= MAX_KNOWN) {
            durable.clear();
        }
        durable.put(folder, state);
    }

    /// A folder that is gone has nothing to keep: everything in it was deleted.
    static void syncEntries(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (NoSuchFileException e) {
            // Gone.
        }
    }

    private Path parentOf(Path folder) {
        Path parent = folder.getParent();
        return parent == null ? root : parent;
    }
}
