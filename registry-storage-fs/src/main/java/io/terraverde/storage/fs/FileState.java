package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.Revision;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What one stat says of a path, links followed.
///
/// @param identity device and inode, and for folders the time of birth
record FileState(String identity, long sizeBytes, Instant modified, Type type) {
    enum Type {
        FILE,
        FOLDER,
        OTHER
    }

    /// The state of what is at a path; empty when nothing is, also because a file stands where a folder should be.
    static Optional<FileState> at(Path path) throws IOException {
        try {
            return Optional.of(of(Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (isBelowAFile(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    boolean isFile() {
        return type == Type.FILE;
    }

    boolean isFolder() {
        return type == Type.FOLDER;
    }

    /// For example `(dev=fe00,ino=123):512:1767268800.1`.
    Revision revision() {
        return new Revision(identity + ":" + sizeBytes + ":" + modified.getEpochSecond() + "." + modified.getNano());
    }

    BlobMeta meta(BlobKey key) {
        return new BlobMeta(key, revision(), sizeBytes, modified);
    }

    /// Whether some folder on the way to a path is a file.
    static boolean isBelowAFile(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above)) {
                return !Files.isDirectory(above);
            }
        }
        return false;
    }

    private static FileState of(BasicFileAttributes attributes) {
        String identity = Objects.toString(attributes.fileKey(), "");
        if (attributes.isDirectory()) {
            // A folder that is removed and made again often gets its inode back.
            identity += attributes.creationTime();
        }
        Type type = attributes.isRegularFile() ? Type.FILE : attributes.isDirectory() ? Type.FOLDER : Type.OTHER;
        return new FileState(
                identity, attributes.size(), attributes.lastModifiedTime().toInstant(), type);
    }
}
