package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One walk over the folders for one page of a list. Folders that hold nothing for the page are not entered.
final class Listing {
    private record Child(String key, Path path, FileState state) {
        /// The place in byte order: whatever is in a folder starts with its name and a slash.
        String place() {
            return state.isFolder() ? key + "/" : key;
        }
    }

    private final Path root;
    private final String prefix;
    private final @Nullable String after;
    private final int limit;
    private final List<BlobMeta> entries = new ArrayList<>();
    private boolean more;

    Listing(Path root, String prefix, @Nullable BlobKey after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after == null ? null : after.value();
        this.limit = limit;
    }

    BlobPage page() throws IOException {
        int slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            walk(root, "", List.of());
        } else {
            Optional<BlobKey> folder = keyOf(prefix.substring(0, slash));
            if (folder.isPresent()) {
                walk(root.resolve(folder.get().value()), folder.get().value() + "/", List.of());
            }
        }
        return new BlobPage(entries, more);
    }

    /// @param above the identities of the folders on the way here, against links that lead in circles
    private void walk(Path folder, String folderKey, List<String> above) throws IOException {
        for (Child child : childrenOf(folder, folderKey)) {
            if (more) {
                return;
            }
            FileState state = child.state();
            if (state.isFolder() && !above.contains(state.identity())) {
                List<String> here = new ArrayList<>(above);
                here.add(state.identity());
                walk(child.path(), child.place(), here);
            } else if (state.isFile() && entries.size() == limit) {
                more = true;
            } else if (state.isFile()) {
                entries.add(state.meta(BlobKey.of(child.key())));
            }
        }
    }

    private List<Child> childrenOf(Path folder, String folderKey) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String key = folderKey + path.getFileName();
                if (keyOf(key).isPresent() && (isWantedAsFile(key) || isWantedAsFolder(key))) {
                    FileState.at(path)
                            .filter(state -> state.isFolder() ? isWantedAsFolder(key) : isWantedAsFile(key))
                            .ifPresent(state -> children.add(new Child(key, path, state)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            if (folderKey.equals("lost+found/")) {
                return List.of();
            }
            throw e;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort((left, right) -> BlobKey.compareUtf8(left.place(), right.place()));
        return children;
    }

    private boolean isWantedAsFile(String key) {
        return key.startsWith(prefix) && (after == null || BlobKey.compareUtf8(key, after) > 0);
    }

    private boolean isWantedAsFolder(String key) {
        String start = key + "/";
        return (start.startsWith(prefix) || prefix.startsWith(start))
                && (after == null || after.startsWith(start) || BlobKey.compareUtf8(start, after) > 0);
    }

    /// The key of a path; empty for what is no object of the store, whatever it is.
    private static Optional<BlobKey> keyOf(String text) {
        try {
            return Layout.isReserved(text) ? Optional.empty() : Optional.of(BlobKey.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
