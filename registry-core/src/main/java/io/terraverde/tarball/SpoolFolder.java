package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// A folder for bytes that are on their way and too many for the memory.
///
/// Where the system allows it (it does on Linux and macOS) a file loses its name as soon as it is open, so that nothing
/// stays behind when the process is killed.
public final class SpoolFolder {
    private final Path directory;
    private final FileMaker files;
    private final AtomicInteger open = new AtomicInteger();

    /// @param directory where the files go; made when it is missing
    public SpoolFolder(Path directory) {
        this(directory, SpoolFolder::makeFile);
    }

    SpoolFolder(Path directory, FileMaker files) {
        this.directory = directory;
        this.files = files;
    }

    /// A new, empty file for reading and writing. Ends with {@link #close(FileChannel)}.
    ///
    /// @throws RegistryException.Unavailable when there is no room
    public FileChannel open() {
        try {
            FileChannel channel = files.make(directory);
            open.incrementAndGet();
            return channel;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /// Frees the room of a file.
    public void close(FileChannel channel) {
        open.decrementAndGet();
        try {
            channel.close();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /// How many files are here at the moment.
    public int filesInUse() {
        return open.get();
    }

    /// What a failure to write here means for the request.
    public RegistryException.Unavailable refusal(IOException cause) {
        return isFull(cause)
                ? new RegistryException.Unavailable(
                        RegistryException.Unavailable.Reason.FULL,
                        "cannot take the file: no room to spool it",
                        null,
                        cause)
                : new RegistryException.Unavailable(
                        RegistryException.Unavailable.Reason.BUSY,
                        "cannot take the file: spooling failed",
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
        Path file = Files.createTempFile(directory, "spool-", ".part");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Makes a file without a name that others could use.
    interface FileMaker {
        FileChannel make(Path directory) throws IOException;
    }
}
