package io.terraverde.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may read and write files: mode, group and owner, where the file system has them.
final class FileAccess {
    private static final Logger log = LoggerFactory.getLogger(FileAccess.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /// Numbers: their names may be known to a server only. The mode comes last, because a change of the owner
    /// may take bits of it away.
    private static final List<String> KEPT = List.of("gid", "uid", "mode");

    private FileAccess() {}

    /// What a temporary file is made with that may replace a file: no more open than that one is.
    static FileAttribute<?>[] likely(Path replaced, boolean secret) throws IOException {
        if (!replaced.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        try {
            return with(Files.getPosixFilePermissions(replaced));
        } catch (NoSuchFileException e) {
            return secret ? with(OWNER_ONLY) : new FileAttribute<?>[0];
        }
    }

    /// Gives a temporary file what the file has that it is to replace. What cannot be given stays as it is:
    /// that does not come again, because the new file then is the one to be replaced.
    static void copy(Path replaced, Path temp) throws IOException {
        if (!replaced.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Map<String, Object> wanted = Files.readAttributes(replaced, "unix:gid,uid,mode");
        Map<String, Object> given = Files.readAttributes(temp, "unix:gid,uid,mode");
        for (String name : KEPT) {
            Object value = wanted.get(name);
            if (value != null && !value.equals(given.get(name))) {
                give(temp, name, value, replaced);
            }
        }
    }

    private static void give(Path temp, String name, Object value, Path replaced) {
        try {
            Files.setAttribute(temp, "unix:" + name, value);
        } catch (IOException e) {
            log.warn("cannot keep the {} of a file that is replaced: file={} reason={}", name, replaced, e.toString());
        }
    }

    private static FileAttribute<?>[] with(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
