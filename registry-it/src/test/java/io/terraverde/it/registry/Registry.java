package io.terraverde.it.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.content.Digests;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// A registry that runs as a process of its own, on a free port of the loopback address. Closing kills it; a
/// killed one can be started again over the same folder and on the same port.
public final class Registry implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int POLL_MILLIS = 50;
    private static final int LOG_LINES = 60;

    private final RegistrySetup setup;
    private final URI uri;
    private final Path log;

    /// Guards `process` and `answering`; the wait for a start is outside of it.
    private final Lock lock = new ReentrantLock();

    private final Condition answers = lock.newCondition();
    private Process process;
    private boolean answering;

    private Registry(RegistrySetup setup) {
        this.setup = setup;
        this.uri = URI.create("http://127.0.0.1:" + Ports.free());
        this.log = setup.folder().resolve("registry.log");
        if (!setup.config().isEmpty()) {
            Folders.write(setup.folder().resolve("config.yaml"), setup.config());
        }
        this.process = launch();
        awaitFirstAnswer(process);
        this.answering = true;
    }

    /// Starts a registry and waits until it answers.
    ///
    /// @throws AssertionError with its log, when it does not
    public static Registry start(RegistrySetup setup) {
        return new Registry(setup);
    }

    /// Its address without a slash at the end, for example `http://127.0.0.1:40123`.
    public URI uri() {
        return uri;
    }

    /// The folder of its configuration.
    public Path folder() {
        return setup.folder();
    }

    /// The folder that `storage:` names in the standard configuration.
    public Path storage() {
        return setup.folder().resolve("storage");
    }

    /// Everything that lies in its storage but its own working files, each file with a sum of its bytes. What
    /// is deleted meanwhile may be there or not.
    public SortedMap<String, String> stored() {
        var stored = new TreeMap<String, String>();
        try {
            Files.walkFileTree(storage(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.equals(storage().resolve(".terraverde"))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try {
                        stored.put(storage().relativize(file).toString(), Digests.integrity(Files.readAllBytes(file)));
                        return FileVisitResult.CONTINUE;
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(file, e);
                    }
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + storage(), e);
        }
    }

    /// Requests to it, without credentials.
    public RegistryHttp http() {
        return RegistryHttp.to(uri);
    }

    /// Whether its process runs.
    public boolean isAlive() {
        return current().isAlive();
    }

    /// Kills its process at once, in whatever it is doing.
    public void kill() {
        lock.lock();
        try {
            answering = false;
        } finally {
            lock.unlock();
        }
        end(current().destroyForcibly());
    }

    /// Asks its process to end, and waits for that.
    ///
    /// @return its exit code
    public int stop() {
        Process running = current();
        running.destroy();
        return end(running);
    }

    /// Starts it again after it was killed or stopped.
    public void startAgain() {
        Process next = launch();
        awaitFirstAnswer(next);
        lock.lock();
        try {
            process = next;
            answering = true;
            answers.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits while it is killed; returns at once when it is not.
    public void awaitAnswering() throws InterruptedException {
        lock.lock();
        try {
            long left = START_LIMIT.toNanos();
            while (!answering && left > 0) {
                left = answers.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The last lines of its log.
    public String log() {
        try {
            List<String> lines = Files.readString(log, UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    private Process launch() {
        List<String> command =
                RegistryCommand.of(setup, setup.folder().resolve("config.yaml"), uri.getHost() + ":" + uri.getPort());
        var builder = new ProcessBuilder(command)
                .directory(setup.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", setup.folder().toString());
        // The usual one is the machine's, and all registries would share it.
        builder.environment()
                .put("TERRAVERDE_SPOOL", setup.folder().resolve("spool").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process launched = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /// Polls; the wait between two polls is the wait for the process to end, which ends all polling.
    private void awaitFirstAnswer(Process starting) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!http().answersPing()) {
                boolean ended = starting.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > deadline) {
                    starting.destroyForcibly();
                    throw new AssertionError("the registry does not answer; its log ends with:\n" + log());
                }
            }
        } catch (InterruptedException e) {
            starting.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a registry started", e);
        }
    }

    private static int end(Process ending) {
        try {
            if (!ending.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly();
                throw new AssertionError("the registry did not end within " + START_LIMIT);
            }
            return ending.exitValue();
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a registry ended", e);
        }
    }
}
