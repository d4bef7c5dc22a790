package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Where tarballs wait while they arrive and are validated, so that none has to fit into memory.
///
/// A tarball of more than {@value #MEMORY_BYTES} bytes goes to a file of the spool directory; a smaller one makes no
/// file. Where the system allows it (it does on Linux and macOS) the file loses its name as soon as it is open, so that
/// nothing stays behind when the process is killed.
public final class TarballSpool {
    /// Up to this size a tarball stays in memory.
    public static final int MEMORY_BYTES = 64 * 1024;

    private final Path directory;
    private final FileMaker files;
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param directory where the files go; made when it is missing
    public TarballSpool(Path directory) {
        this(directory, TarballSpool::makeFile);
    }

    TarballSpool(Path directory, FileMaker files) {
        this.directory = directory;
        this.files = files;
    }

    /// Starts a tarball whose bytes will be written piece by piece.
    public SpoolWriter begin() {
        return new SpoolWriter(this);
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
        return waiting.get();
    }

    FileChannel open() {
        try {
            FileChannel channel = files.make(directory);
            waiting.incrementAndGet();
            return channel;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    void close(FileChannel channel) {
        waiting.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    RegistryException.Unavailable refusal(IOException cause) {
        return isFull(cause)
                ? new RegistryException.Unavailable(
                        RegistryException.Unavailable.Reason.FULL,
                        "cannot take the tarball: no room to spool it",
                        null,
                        cause)
                : new RegistryException.Unavailable(
                        RegistryException.Unavailable.Reason.BUSY,
                        "cannot take the tarball: spooling failed",
                        null,
                        cause);
    }

    /// Java has no type for a full disk. These are the texts of ENOSPC and EDQUOT in the C library's messages.
    private static boolean isFull(IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    private static FileChannel makeFile(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.createTempFile(directory, "upload-", ".tgz");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Makes a file without a name that others could use.
    interface FileMaker {
        FileChannel make(Path directory) throws IOException;
    }
}
