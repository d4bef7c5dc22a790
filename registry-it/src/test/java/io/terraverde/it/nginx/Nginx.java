package io.terraverde.it.nginx;

import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Ports;
import io.terraverde.it.shell.Skips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// nginx as the front door of several registries, with the configuration that we ship, `deploy/nginx.conf`: requests go
/// round robin, without sticky sessions, and what an instance left unanswered goes to the next one.
public final class Nginx implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;
    private static final int SERVER_ERROR = 500;
    private static final Path SHIPPED = Folders.module().resolve("../deploy/nginx.conf");

    /// One process without workers, so that its end is the end of all.
    private static final String ONE_PROCESS = "daemon off; master_process off;";

    private static final String LOG = """
            log_format outcome '$status $upstream_status "$request" $upstream_addr';
                access_log access.log outcome;
            """;

    private final Path folder = Folders.fresh("nginx");
    private final URI uri = URI.create("http://127.0.0.1:" + Ports.free());
    private final Process process;

    private Nginx(Path program, List<Registry> registries) {
        Folders.write(folder.resolve("nginx.conf"), configuration(registries));
        List<String> command = List.of(
                program.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log", "-g", ONE_PROCESS);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("printed").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitFirstAnswer();
    }

    /// Starts nginx in front of running registries; skips the test where there is no nginx.
    public static Nginx before(List<Registry> registries) {
        Optional<Path> program = program();
        Skips.unless(program.isPresent(), "nginx is not installed");
        return new Nginx(program.orElseThrow(), registries);
    }

    /// The shipped one with our addresses and folders, and a log of what became of requests.
    private String configuration(List<Registry> registries) {
        String shipped = Folders.read(SHIPPED);
        String servers = registries.stream()
                .map(registry -> "server " + registry.uri().getAuthority() + " max_fails=1 fail_timeout=2s;")
                .collect(Collectors.joining("\n"));
        return shipped.replaceAll("(?m)(^ *server registry-.*\\R)+", servers + "\n")
                .replace("listen 8080;", "listen " + uri.getAuthority() + ";")
                .replace("access_log off;", LOG)
                .replace("error_log stderr warn;", "")
                .replace("worker_processes auto;", "")
                .replace("/tmp/", folder + "/");
    }

    /// Its address without a slash at the end.
    public URI uri() {
        return uri;
    }

    /// Requests through it, without credentials.
    public RegistryHttp http() {
        return RegistryHttp.to(uri);
    }

    /// What it answered with a 5xx: status, the statuses of the registries that it asked, the request.
    public List<String> failures() {
        return lines("access.log")
                .filter(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))) >= SERVER_ERROR)
                .toList();
    }

    /// How many requests a registry did not answer, so that another one had to.
    public long passedOn() {
        return lines("access.log")
                .filter(line -> line.substring(0, line.indexOf('"')).contains(","))
                .count();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(place -> Path.of(place, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Polls; the wait between two polls is the wait for the process to end, which ends all polling.
    private void awaitFirstAnswer() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!http().answersPing()) {
                boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new AssertionError("nginx does not answer: "
                            + Stream.concat(lines("printed"), lines("error.log"))
                                    .collect(Collectors.joining("\n")));
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nginx started", e);
        }
    }

    private Stream<String> lines(String file) {
        Path log = folder.resolve(file);
        try {
            return Files.exists(log) ? Files.readAllLines(log).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
