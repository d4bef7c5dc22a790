package io.terraverde.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Modification times that tell the states of a file apart, however coarse the clock is and whichever way it goes.
final class FileTimes {
    /// File systems keep times in nanoseconds, or at worst in steps of two seconds (FAT).
    private static final long[] STEPS_NANOS = {0, 1_000, 1_000_000, 1_000_000_000, 2_000_000_000};

    private final InstantSource clock;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

    FileTimes(InstantSource clock) {
        this.clock = clock;
    }

    /// Gives a temporary file a time that this process has not given before and that is later than that of the file it
    /// will replace. The caller holds the lock of that file's key.
    ///
    /// @return the state of the temporary file, which moving it does not change
    FileState stamp(Path temp, Optional<FileState> replaced) throws IOException {
        Instant now = clock.instant();
        Instant time = last.updateAndGet(before -> now.isAfter(before) ? now : before.plusNanos(1));
        if (replaced.isPresent() && !time.isAfter(replaced.get().modified())) {
            time = replaced.get().modified().plusNanos(1);
        }
        for (long step : STEPS_NANOS) {
            Files.getFileAttributeView(temp, BasicFileAttributeView.class)
                    .setTimes(FileTime.from(time.plusNanos(step)), null, null);
            FileState stamped = FileState.at(temp).orElseThrow(() -> new NoSuchFileException(temp.toString()));
            if (replaced.isEmpty() || stamped.modified().isAfter(replaced.get().modified())) {
                return stamped;
            }
        }
        throw new IOException("the file system does not keep the times of files");
    }
}
