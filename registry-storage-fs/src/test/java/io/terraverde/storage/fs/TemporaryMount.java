package io.terraverde.storage.fs;

import io.terraverde.testkit.Skips;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A mount for one test. Needs root.
final class TemporaryMount implements AutoCloseable {

    private final Path place;

    private TemporaryMount(Path place) {
        this.place = place;
    }

    /// A small file system of its own, in memory.
    ///
    /// Skips the test, loudly, where nothing can be mounted; with `-Dterraverde.skips=fail` it fails instead.
    static TemporaryMount at(Path place, String size) {
        return mounted(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString()), place);
    }

    /// A file, over another. Skips the test as {@link #at} does.
    static TemporaryMount of(Path file, Path place) {
        return mounted(List.of("mount", "--bind", file.toString(), place.toString()), place);
    }

    private static TemporaryMount mounted(List<String> command, Path place) {
        Skips.unless(run(command), "nothing can be mounted here: this test did not run");
        return new TemporaryMount(place);
    }

    void makeReadOnly() {
        if (!run(List.of("mount", "-o", "remount,ro", place.toString()))) {
            throw new AssertionError("cannot remount " + place);
        }
    }

    void makeWritable() {
        if (!run(List.of("mount", "-o", "remount,rw", place.toString()))) {
            throw new AssertionError("cannot remount " + place);
        }
    }

    @Override
    public void close() {
        run(List.of("umount", "-l", place.toString()));
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
