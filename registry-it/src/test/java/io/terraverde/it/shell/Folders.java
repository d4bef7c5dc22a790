package io.terraverde.it.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders of this module and of one run; whatever a test writes lies below `target/`.
public final class Folders {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();

    private Folders() {}

    /// The folder of this module.
    public static Path module() {
        return MODULE;
    }

    /// `target/` of this module.
    public static Path target() {
        return MODULE.resolve("target");
    }

    /// A new and empty folder, for example `target/it/npm-home-7312`.
    public static Path fresh(String purpose) {
        try {
            Path all = Files.createDirectories(target().resolve("it"));
            return Files.createTempDirectory(all, purpose + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for " + purpose, e);
        }
    }

    /// Writes a text file and the folders that it lies in.
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// The text of a file.
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// Copies a folder with all that is in it.
    public static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from + " to " + to, e);
        }
    }

    /// Deletes a folder with all that is in it; a missing one is deleted.
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> children = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : children) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
