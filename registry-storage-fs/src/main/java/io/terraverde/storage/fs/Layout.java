package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where things are below a root. The picture is at {@link FsBlobStore}.
record Layout(Path root, WhenGone whenGone) {
    /// What it means when the folders of the store itself are missing.
    enum WhenGone {
        /// The storage is not there, so nothing can be said about its objects.
        FAIL,
        /// Somebody has deleted everything, as he may: the store is empty.
        START_ANEW
    }

    private static final String TEMP = ".terraverde/tmp";
    private static final String LOCKS = ".terraverde/locks";
    private static final String ASIDE = ".terraverde-tmp";
    private static final String OWN = ".terraverde/";
    private static final String CACHE = ".terraverde/cache/";

    /// Whether a key, or a folder of keys, lies where the store keeps its own things.
    static boolean isReserved(String key) {
        return isAtOrBelow(TEMP, key) || isAtOrBelow(LOCKS, key) || ("/" + key + "/").contains("/" + ASIDE + "/");
    }

    /// Whether an object may hold users, tokens, or what tokens are made with. What belongs to a package lies
    /// in its folder; what lies in none is the registry's own.
    static boolean mayHoldSecrets(BlobKey key) {
        String text = key.value();
        return text.indexOf('/') < 0 || (text.startsWith(OWN) && !text.startsWith(CACHE));
    }

    Path tempFolder() {
        return root.resolve(TEMP);
    }

    Path lockFolder() {
        return root.resolve(LOCKS);
    }

    /// The folder for temporary files of a folder on another device.
    Path asideOf(Path folder) {
        return folder.resolve(ASIDE);
    }

    /// @throws IllegalArgumentException when the key lies where the store keeps its own things
    Path pathOf(BlobKey key) {
        if (isReserved(key.value())) {
            throw new IllegalArgumentException("a key of the store itself: \"" + key + "\"");
        }
        try {
            return root.resolve(key.value());
        } catch (InvalidPathException e) {
            throw new StorageException(
                    StorageException.Kind.DENIED,
                    "cannot name a file \"" + key + "\" in this process's locale; start it with LC_ALL=C.UTF-8",
                    e);
        }
    }

    Path folderOf(Path path) {
        Path folder = path.getParent();
        return folder == null ? root : folder;
    }

    /// "Absent" is an answer only where a storage is: the place of a volume that is not mounted is empty, too.
    void checkPresent() throws IOException {
        startAnewIfGone();
        if (!Files.isDirectory(tempFolder())) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE,
                    "the storage \"" + root + "\" has no folder \"" + TEMP + "\" any more: is it mounted?",
                    null);
        }
    }

    /// Makes the folders of the store itself where they may be deleted at any time.
    void startAnewIfGone() throws IOException {
        if (whenGone == WhenGone.START_ANEW && !Files.isDirectory(tempFolder())) {
            Files.createDirectories(tempFolder());
            Files.createDirectories(lockFolder());
        }
    }

    private static boolean isAtOrBelow(String folder, String key) {
        return key.equals(folder) || key.startsWith(folder + "/");
    }
}
