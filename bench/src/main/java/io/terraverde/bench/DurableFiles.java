package io.terraverde.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the disk can do: how many small files it replaces durably (write, fsync, rename, fsync of the folder).
final class DurableFiles {
    private static final int BYTES = 4096;

    private final Path folder;

    DurableFiles(Path folder) {
        this.folder = folder;
    }

    /// Replacements per second of that many threads, each with a file and a folder of its own.
    double perSecond(int threads, Duration time) throws IOException {
        var end = System.nanoTime() + time.toNanos();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var loops = new ArrayList<Future<Integer>>();
            for (var thread = 0; thread < threads; thread++) {
                var own = Files.createDirectories(folder.resolve(Integer.toString(thread)));
                loops.add(pool.submit(() -> replaceUntil(own, end)));
            }
            var count = 0;
            for (var loop : loops) {
                count += loop.get();
            }
            return count * 1e9 / time.toNanos();
        } catch (ExecutionException e) {
            throw new IOException("cannot replace files in " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int replaceUntil(Path folder, long end) throws IOException {
        var count = 0;
        for (; System.nanoTime() < end; count++) {
            var temporary = folder.resolve("temporary");
            try (var file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(BYTES));
                file.force(true);
            }
            Files.move(temporary, folder.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        return count;
    }
}
