package io.terraverde.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The npm of this machine, as a client that knows nothing: each run has an empty folder, an empty cache and none of
/// the
/// user's settings.
final class Npm {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path folder;

    /// @param folder where the runs have their folders
    Npm(Path folder) {
        this.folder = folder;
    }

    /// The registry that npm is set to, without a slash at the end.
    static URI registry() throws IOException {
        var process = new ProcessBuilder("npm", "config", "get", "registry")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var address = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return URI.create(address.replaceAll("/+$", ""));
    }

    /// Makes the lock file of a project, without the addresses of tarballs: they are then left to the registry that is
    /// asked for the packuments.
    String lock(URI registry, String manifest) throws IOException {
        var project = project(manifest);
        run(registry, project, "install", "--package-lock-only", "--omit-lockfile-registry-resolved");
        var lock = Files.readString(project.resolve("package-lock.json"));
        delete(project.getParent());
        return lock;
    }

    /// Works out what to install from the packuments alone, and returns how long that takes.
    Duration resolve(URI registry, String manifest) throws IOException {
        var project = project(manifest);
        var time = run(registry, project, "install", "--package-lock-only");
        delete(project.getParent());
        return time;
    }

    /// Installs what a lock file says, and returns how long that takes.
    Duration ci(URI registry, String manifest, String lock) throws IOException {
        var project = project(manifest);
        Files.writeString(project.resolve("package-lock.json"), lock);
        var time = run(registry, project, "ci");
        delete(project.getParent());
        return time;
    }

    private Path project(String manifest) throws IOException {
        var project = Files.createDirectories(Files.createTempDirectory(Files.createDirectories(folder), "npm-")
                .resolve("project"));
        Files.writeString(project.resolve("package.json"), manifest);
        return project;
    }

    private static Duration run(URI registry, Path project, String... arguments) throws IOException {
        var home = project.getParent();
        var command = new ArrayList<>(List.of("npm"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--registry=" + registry, "--cache=" + home.resolve("cache")));
        command.addAll(List.of("--userconfig=" + home.resolve("npmrc"), "--loglevel=error", "--no-progress"));
        command.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"));
        var log = home.resolve("log");
        var started = System.nanoTime();
        var process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException(
                        "npm %s failed at %s: %s".formatted(arguments[0], registry, Files.readString(log)));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while npm ran", e);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
