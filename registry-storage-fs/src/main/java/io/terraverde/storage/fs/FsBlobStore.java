package io.terraverde.storage.fs;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A directory as a store: the object `@acme/base/package.json` is the file of that path below the root, as
/// Verdaccio lays it out. Files that other programs put there, of any time and mode that lets us read them, are
/// objects too; links and mounts are followed.
///
/// ```
/// {root}/{key}
/// {root}/.terraverde/tmp/         what is being written
/// {root}/.terraverde/locks/       lock files between the processes of this host
/// {folder}/.terraverde-tmp/       what is being written to a folder on another device, while it is
/// ```
///
/// The last three are no objects: lists leave them out, and a key among them is an `IllegalArgumentException`.
///
/// Several processes of one host may share a directory; one process opens it once. Writers of other programs
/// are safe to read from, but do not take part in the conditions of `put`.
public final class FsBlobStore implements BlobStore {
    /*
     * A put writes a temporary file and syncs it. Under the lock of the key it looks at the target, compares, gives the
     * temporary file a modification time later than the target's, and links it (absent) or renames it (replace) to the
     * target: the commit point. Then it syncs the folder. That is two syncs; a folder that this process has not met
     * before costs one more, on its parent. Where the sync of a folder fails, the file shows all the same; so who reads
     * there later syncs first, and fails as long as that does.
     *
     * A revision is device, inode, size and modification time in nanoseconds. Inodes come back, and the system's own
     * file times stand still for milliseconds; the times given here strictly increase, per key by the lock and in this
     * process over all keys, so no revision comes back. So a reader that finds the same revision before and after it
     * opened a file has opened that revision. Reading takes no lock.
     */
    private static final int MAX_ATTEMPTS = 1000;
    private static final int MAX_FOLDERS_ASIDE = 10_000;

    private final Path root;
    private final Layout layout;
    private final InstantSource clock;
    private final KeyLocks locks;
    private final TempFiles temps;
    private final Folders folders;
    private final FileTimes times;
    private final Set<Path> aside = ConcurrentHashMap.newKeySet();

    private FsBlobStore(Path root, InstantSource clock, Layout.WhenGone whenGone, Folders.Sync disk)
            throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
        this.layout = new Layout(this.root, whenGone);
        Files.createDirectories(layout.tempFolder());
        this.clock = clock;
        this.temps = new TempFiles(clock.instant());
        this.folders = new Folders(this.root, disk);
        this.times = new FileTimes(clock);
        temps.sweep(layout.tempFolder(), clock.instant());
        this.locks = new KeyLocks(Files.createDirectories(layout.lockFolder()));
    }

    /// Opens a directory, and makes it when it is missing.
    ///
    /// @param clock for the modification times of files
    /// @throws StorageException when it cannot be made or written to, or this process has opened it already
    public static FsBlobStore open(Path root, InstantSource clock) {
        return open(root, clock, Layout.WhenGone.FAIL, Folders::syncEntries);
    }

    /// Opens a directory of which anybody may delete everything at any time, the directory too: the store is
    /// empty then, and goes on. Processes that have it open meanwhile may both take a conditional write for
    /// their own.
    ///
    /// @param clock for the modification times of files
    /// @throws StorageException when it cannot be made or written to, or this process has opened it already
    public static FsBlobStore openDisposable(Path root, InstantSource clock) {
        return open(root, clock, Layout.WhenGone.START_ANEW, Folders::syncEntries);
    }

    /// Opens a directory on a disk that may fail.
    static FsBlobStore open(Path root, InstantSource clock, Folders.Sync disk) {
        return open(root, clock, Layout.WhenGone.FAIL, disk);
    }

    private static FsBlobStore open(Path root, InstantSource clock, Layout.WhenGone whenGone, Folders.Sync disk) {
        FsBlobStore store;
        try {
            store = new FsBlobStore(root, clock, whenGone, disk);
        } catch (IOException e) {
            throw Failures.of("open the storage \"" + root + "\"", e, root);
        }
        try {
            store.check();
            return store;
        } catch (StorageException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public BlobRead read(BlobKey key, ReadIf condition) {
        Path path = layout.pathOf(key);
        try {
            folders.settle(path);
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                Optional<FileState> found = FileState.at(path).filter(FileState::isFile);
                if (found.isEmpty()) {
                    layout.checkPresent();
                    return new BlobRead.Absent();
                }
                FileState state = found.get();
                if (condition instanceof ReadIf.ChangedSince(Revision revision) && revision.equals(state.revision())) {
                    return new BlobRead.NotChanged();
                }
                @Nullable InputStream body = open(path, state, condition);
                if (body != null) {
                    return new BlobRead.Found(state.meta(key), body);
                }
            }
        } catch (IOException e) {
            throw Failures.of("read \"" + key + "\"", e, root);
        }
        throw new StorageException(Kind.UNAVAILABLE, "cannot read \"" + key + "\": it changes all the time", null);
    }

    @Override
    public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        Path path = layout.pathOf(key);
        try {
            layout.startAnewIfGone();
            Target target = Target.of(key, path);
            if (!holds(condition, target.state())) {
                return new PutResult.Refused();
            }
            Path folder = layout.folderOf(target.path());
            if (!aside.contains(folder)) {
                try {
                    return put(target, body, condition, layout.tempFolder());
                } catch (AtomicMoveNotSupportedException e) {
                    startAside(folder);
                }
            }
            return putFromAside(target, body, condition, layout.asideOf(folder));
        } catch (IOException e) {
            if (FileState.isBelowAFile(path)) {
                throw new StorageException(
                        Kind.CORRUPT, "cannot write \"" + key + "\": a file is where its folder should be", e);
            }
            throw Failures.of("write \"" + key + "\"", e, root);
        }
    }

    @Override
    public void delete(BlobKey key) {
        Path path = layout.pathOf(key);
        try {
            if (FileState.at(path).filter(FileState::isFolder).isPresent()) {
                return;
            }
            try (var _ = locks.lock(key)) {
                if (FileState.isBelowAFile(path) || !Files.deleteIfExists(path)) {
                    layout.checkPresent();
                    return;
                }
            }
        } catch (IOException e) {
            throw Failures.of("delete \"" + key + "\"", e, root);
        }
        try {
            folders.removeIfEmptyAndSync(layout.folderOf(path));
        } catch (IOException e) {
            throw new OutcomeUnknownException(
                    "deleted \"" + key + "\", but cannot make that durable: " + e.getMessage(), e);
        }
    }

    @Override
    public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
        try {
            layout.checkPresent();
            folders.settleAll();
            return new Listing(root, prefix, after, limit).page();
        } catch (IOException e) {
            throw Failures.of("list \"" + prefix + "\"", e, root);
        }
    }

    /// Writes a byte to a temporary file, and removes it.
    @Override
    public void check() {
        try {
            layout.checkPresent();
            temps.discard(temps.write(layout.tempFolder(), BlobBody.of(new byte[1])));
        } catch (IOException e) {
            throw Failures.of("write to the storage \"" + root + "\"", e, root);
        }
    }

    @Override
    public void close() {
        try {
            locks.close();
        } catch (IOException e) {
            throw Failures.of("close the storage \"" + root + "\"", e, root);
        }
    }

    /// A stream of that very state of a file; null when it was replaced meanwhile.
    private static @Nullable InputStream open(Path path, FileState state, ReadIf condition) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            if (FileState.at(path).filter(state::equals).isPresent()) {
                long size = state.sizeBytes();
                return switch (condition) {
                    case ReadIf.Always whole -> new FileSlice(file, 0, size);
                    case ReadIf.ChangedSince whole -> new FileSlice(file, 0, size);
                    case ReadIf.Range(long first, long last) ->
                        new FileSlice(file, first, last < size ? last + 1 : size);
                };
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        return null;
    }

    private PutResult putFromAside(Target target, BlobBody body, PutIf condition, Path asideFolder) throws IOException {
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    folders.make(asideFolder);
                    return put(target, body, condition, asideFolder);
                } catch (NoSuchFileException e) {
                    // Another writer has just removed the folder behind itself.
                    if (attempt == MAX_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            folders.removeIfEmpty(asideFolder);
        }
    }

    private void startAside(Path folder) throws IOException {
        if (aside.size() >= MAX_FOLDERS_ASIDE) {
            aside.clear();
        }
        aside.add(folder);
        if (Files.isDirectory(layout.asideOf(folder))) {
            temps.sweep(layout.asideOf(folder), clock.instant());
        }
    }

    private PutResult put(Target target, BlobBody body, PutIf condition, Path from) throws IOException {
        BlobKey key = target.key();
        Path temp = temps.write(from, body, FileAccess.likely(target.path(), Layout.mayHoldSecrets(key)));
        Optional<FileState> stored;
        try {
            stored = commit(target, temp, condition);
        } finally {
            temps.discard(temp);
        }
        if (stored.isEmpty()) {
            return new PutResult.Refused();
        }
        try {
            folders.sync(layout.folderOf(target.path()));
        } catch (IOException e) {
            throw new OutcomeUnknownException(
                    "wrote \"" + key + "\", but cannot make that durable: " + e.getMessage(), e);
        }
        return new PutResult.Stored(stored.get().meta(key));
    }

    /// Makes a temporary file the object, if the condition holds; empty when it does not.
    private Optional<FileState> commit(Target target, Path temp, PutIf condition) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                folders.make(layout.folderOf(target.path()));
                return commitLocked(target, temp, condition);
            } catch (NoSuchFileException e) {
                // Whoever deleted the last file of the folder has just removed it.
                if (attempt == MAX_ATTEMPTS || !Files.exists(temp)) {
                    throw e;
                }
            }
        }
    }

    private Optional<FileState> commitLocked(Target target, Path temp, PutIf condition) throws IOException {
        try (var _ = locks.lock(target.key())) {
            Optional<FileState> present = target.state();
            if (!holds(condition, present)) {
                return Optional.empty();
            }
            if (present.isPresent()) {
                FileAccess.copy(target.path(), temp);
            }
            FileState next = times.stamp(temp, present);
            return target.place(temp, condition, next) ? Optional.of(next) : Optional.empty();
        }
    }

    private static boolean holds(PutIf condition, Optional<FileState> present) {
        return switch (condition) {
            case PutIf.Always() -> true;
            case PutIf.IfAbsent() -> present.isEmpty();
            case PutIf.IfMatches(Revision revision) ->
                present.filter(state -> state.revision().equals(revision)).isPresent();
        };
    }
}
