package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Where tarballs wait while they arrive and are validated, so that none has to fit into memory.
///
/// A tarball of more than {@value #MEMORY_BYTES} bytes goes to a file of the spool directory; a smaller one makes no
/// file.
public final class TarballSpool {
    /// Up to this size a tarball stays in memory.
    public static final int MEMORY_BYTES = 64 * 1024;

    private final SpoolFolder folder;

    /// @param directory where the files go; made when it is missing
    public TarballSpool(Path directory) {
        this(new SpoolFolder(directory));
    }

    TarballSpool(SpoolFolder folder) {
        this.folder = folder;
    }

    /// Starts a tarball whose bytes will be written piece by piece.
    public SpoolWriter begin() {
        return new SpoolWriter(folder);
    }

    /// Spools a whole stream, which stays open.
    ///
    /// @throws IOException from the stream, as it is
    /// @throws RegistryException.Unavailable when the spool cannot take it
    public SpooledTarball spool(InputStream tarball) throws IOException {
        try (SpoolWriter writer = begin()) {
            tarball.transferTo(writer);
            return writer.finish();
        }
    }

    /// How many tarballs have a file here at the moment.
    public int filesInUse() {
        return folder.filesInUse();
    }
}
