package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Locks per key, among the threads of this process and the processes of this host. Keys share 256 locks.
///
/// ```
/// {folder}/00 ... {folder}/ff    locked, exclusively, by whoever writes a key of that number
/// {folder}/open                  locked, shared, by every process that has the storage open
/// ```
final class KeyLocks implements AutoCloseable {
    /*
     * Lock files of the system belong to the process and vanish when it closes any handle of the file, so
     *   - threads need locks of their own, and these are cut exactly as the files are: one thread at a time is at a file;
     *   - one process opens each file once, and keeps it open. Two stores of one process on one folder would undo each
     *     other's locks; the second is refused, which the shared lock on "open" tells.
     * An interrupt closes the file that the interrupted thread is at, and no other thread is at that one.
     */
    private static final int COUNT = 256;

    private final Stripe[] stripes = new Stripe[COUNT];
    private final FileChannel open;

    /// Makes the lock files that are missing, so that a full disk does not stop deletes for want of one.
    KeyLocks(Path folder) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            stripes[i] = new Stripe(folder.resolve(HexFormat.of().toHexDigits((byte) i)));
        }
        open = openOnce(folder.resolve("open"));
        try {
            for (Stripe stripe : stripes) {
                stripe.make();
            }
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    /// Waits for the lock of a key. It is held until the result is closed.
    Held lock(BlobKey key) throws IOException {
        int hash = key.value().hashCode();
        Stripe stripe = stripes[(hash ^ (hash >>> 8) ^ (hash >>> 16)) & (COUNT - 1)];
        stripe.mutex.lock();
        try {
            return new Held(stripe, stripe.openFile().lock());
        } catch (IOException | RuntimeException e) {
            stripe.mutex.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Stripe stripe : stripes) {
            stripe.mutex.lock();
            try {
                stripe.closeFile();
            } finally {
                stripe.mutex.unlock();
            }
        }
        open.close();
    }

    /// A lock that somebody holds.
    static final class Held implements AutoCloseable {
        private final Stripe stripe;
        private final FileLock lock;

        private Held(Stripe stripe, FileLock lock) {
            this.stripe = stripe;
            this.lock = lock;
        }

        @Override
        public void close() {
            try {
                lock.release();
            } catch (IOException e) {
                // Closing the file lets go of the lock as well.
                stripe.closeFile();
            } finally {
                stripe.mutex.unlock();
            }
        }
    }

    private static final class Stripe {
        /// Guards `file`; held while waiting for other processes.
        private final ReentrantLock mutex = new ReentrantLock();

        private final Path path;
        private @Nullable FileChannel file;

        Stripe(Path path) {
            this.path = path;
        }

        void make() throws IOException {
            if (!Files.exists(path)) {
                openFile();
                closeFile();
            }
        }

        FileChannel openFile() throws IOException {
            FileChannel present = file;
            if (present == null || !present.isOpen()) {
                present = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                file = present;
            }
            return present;
        }

        void closeFile() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                // The handle is gone in any case.
            }
        }
    }

    /// Opens for reading only, which is enough for a shared lock and lets the volume be made read-only meanwhile.
    private static FileChannel openOnce(Path path) throws IOException {
        if (!Files.exists(path)) {
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            file.lock(0, Long.MAX_VALUE, true);
            return file;
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new IOException("this process has opened the storage already; share that store", e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
