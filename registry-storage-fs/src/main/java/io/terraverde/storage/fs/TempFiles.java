package io.terraverde.storage.fs;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that are being written and that nobody reads yet, for example `4711-19c0a1b2-17`: process, time of its
/// start, number.
final class TempFiles {
    private static final Logger log = LoggerFactory.getLogger(TempFiles.class);
    private static final Duration LEFT_BEHIND_AFTER = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final String stem;
    private final AtomicLong count = new AtomicLong();

    /// @param start of this process or store; tells it from earlier ones with the same number
    TempFiles(Instant start) {
        this.stem = ProcessHandle.current().pid() + "-" + Long.toHexString(start.toEpochMilli()) + "-";
    }

    /// Writes a body to a new file in this folder. When this returns, its bytes are on disk; when it throws,
    /// there is no file.
    ///
    /// @param attributes that the file is made with
    /// @throws StorageException when the body breaks off or has another size than it says
    Path write(Path folder, BlobBody body, FileAttribute<?>... attributes) throws IOException {
        while (true) {
            Path temp = folder.resolve(stem + count.incrementAndGet());
            try (FileChannel file = FileChannel.open(temp, NEW, attributes)) {
                copy(body, file);
                file.force(false);
                return temp;
            } catch (FileAlreadyExistsException e) {
                // Another host or container with the same process number.
            } catch (IOException | RuntimeException e) {
                discard(temp);
                throw e;
            }
        }
    }

    /// Removes a file, if it is still there.
    void discard(Path temp) {
        try {
            Files.deleteIfExists(temp);
        } catch (IOException e) {
            log.warn("cannot remove temporary file: file={} reason={}", temp, e.toString());
        }
    }

    /// Removes what dead processes left in this folder: files that nobody has written to for a day.
    void sweep(Path folder, Instant now) throws IOException {
        Instant oldest = now.minus(LEFT_BEHIND_AFTER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (FileState.at(file)
                        .filter(state -> state.modified().isBefore(oldest))
                        .isPresent()) {
                    log.info("removing a temporary file left behind: file={}", file);
                    discard(file);
                }
            }
        }
    }

    private static void copy(BlobBody body, FileChannel file) throws IOException {
        byte[] buffer = new byte[Math.clamp(body.sizeBytes(), 1, BUFFER_BYTES)];
        long copied = 0;
        try (Source source = new Source(body)) {
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                copied += count;
                if (copied > body.sizeBytes()) {
                    break;
                }
            }
        }
        if (copied != body.sizeBytes()) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE,
                    "the body has not the " + body.sizeBytes() + " bytes it says",
                    null);
        }
    }

    /// The stream of a body, whose failures are not the store's.
    private static final class Source implements AutoCloseable {
        private final InputStream bytes;

        Source(BlobBody body) {
            try {
                bytes = body.open();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        int read(byte[] buffer) {
            try {
                return bytes.read(buffer);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public void close() {
            try {
                bytes.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private static StorageException unreadable(IOException cause) {
            return new StorageException(StorageException.Kind.UNAVAILABLE, "cannot read the body to be written", cause);
        }
    }
}
