package io.terraverde.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// One running server on loopback. While it runs, a file named by its process id lies in the folder `pids`, so that
/// whoever started this program can end the process when this program cannot.
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(2);

    private final ServerKind kind;
    private final int port;
    private final Process process;
    private final Path pidFile;
    private final Duration firstAnswer;

    private Server(ServerKind kind, int port, Process process, Path pidFile, Duration firstAnswer) {
        this.kind = kind;
        this.port = port;
        this.process = process;
        this.pidFile = pidFile;
        this.firstAnswer = firstAnswer;
    }

    /// Starts the command in the folder, its output in `log` there, and returns once `/-/ping` was answered with 200.
    static Server start(ServerKind kind, Path folder, int port, List<String> command, Path pids) throws IOException {
        var log = folder.resolve("log").toFile();
        var started = System.nanoTime();
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        var pidFile = Files.createFile(Files.createDirectories(pids).resolve(Long.toString(process.pid())));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        while (!answersPing(port)) {
            var waited = Duration.ofNanos(System.nanoTime() - started);
            if (!process.isAlive() || waited.compareTo(PATIENCE) > 0) {
                process.destroyForcibly();
                throw new IOException("cannot start " + kind.label() + ": no answer to /-/ping; see " + log);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return new Server(kind, port, process, pidFile, Duration.ofNanos(System.nanoTime() - started));
    }

    private static boolean answersPing(int port) {
        try (var connection = new Connection(port)) {
            return connection.get("/-/ping", Map.of()).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    ServerKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The time from the start of the process until `/-/ping` was answered.
    Duration firstAnswer() {
        return firstAnswer;
    }

    /// Resident memory (`VmRSS`) of the process and its children.
    double residentMegabytes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(handle -> residentKilobytes(handle.pid()))
                        .sum()
                / 1024.0;
    }

    /// Processor time that the process and its children have taken.
    double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(handle -> handle.info().totalCpuDuration().stream())
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    private static long residentKilobytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process at once (SIGKILL), in whatever it is doing, and returns when it has ended.
    void kill() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Files.deleteIfExists(pidFile);
    }

    /// Asks the process to end, and ends it when it takes longer than three seconds.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
