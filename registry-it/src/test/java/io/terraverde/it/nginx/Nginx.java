package io.terraverde.it.nginx;

import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Outcome;
import io.terraverde.it.shell.Patience;
import io.terraverde.it.shell.Ports;
import io.terraverde.it.shell.Shell;
import io.terraverde.it.shell.Skips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// nginx with a configuration that we ship. As the front door of several registries, `deploy/nginx.conf`:
/// requests go round robin, without sticky sessions, and what an instance left unanswered goes to the next one.
/// In front of one registry and an uplink, `deploy/split`: requests go where the name of the package belongs.
public final class Nginx implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;
    private static final int SERVER_ERROR = 500;
    private static final Path SHIPPED = Folders.module().resolve("../deploy");
    private static final String REFRESH_NAMES =
            SHIPPED.resolve("split/refresh-names").toString();

    /// One process without workers, so that its end is the end of all.
    private static final String ONE_PROCESS = "daemon off; master_process off;";

    /// A worker that can be replaced, and that may read what this test may.
    private static final String RELOADABLE =
            "daemon off; worker_processes 1; user " + System.getProperty("user.name") + ";";

    private static final String LOG = """
        log_format outcome '$status $upstream_status "$request" $upstream_addr';
            access_log access.log outcome;
        """;

    private final Path folder = Folders.fresh("nginx");
    private final URI uri = URI.create("http://127.0.0.1:" + Ports.free());
    private final Process process;

    private final List<String> command;

    private Nginx(Path program, String configuration, String mode) {
        Folders.write(folder.resolve("nginx.conf"), placed(configuration));
        command =
                List.of(program.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log", "-g", mode);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("printed").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        awaitFirstAnswer();
    }

    /// Starts nginx in front of running registries; skips the test where there is no nginx.
    public static Nginx before(List<Registry> registries) {
        String servers = registries.stream()
                .map(registry -> "server " + registry.uri().getAuthority() + " max_fails=1 fail_timeout=2s;")
                .collect(Collectors.joining("\n"));
        String shipped = Folders.read(SHIPPED.resolve("nginx.conf"));
        return new Nginx(program(), shipped.replaceAll("(?m)(^ *server registry-.*\\R)+", servers + "\n"), ONE_PROCESS);
    }

    /// Starts nginx in front of a registry and an uplink, without a list of names; skips the test where there
    /// is no nginx.
    ///
    /// @param uplink its address, `http` and without a slash at the end
    public static Nginx splitting(Registry registry, URI uplink) {
        String configuration = Folders.read(SHIPPED.resolve("split/nginx.conf"))
                .replace("server registry:4873", "server " + registry.uri().getAuthority())
                .replace("server upstream.example:443", "server " + uplink.getAuthority())
                .replace("default https;", "default http;")
                .replace("default upstream.example;", "default " + uplink.getAuthority() + ";");
        return new Nginx(program(), configuration, RELOADABLE);
    }

    /// Runs the shipped script that fetches the list of names, as a user or, with an empty token, as nobody.
    public Outcome refreshNames(Registry registry, String token) {
        List<String> reload =
                Stream.concat(command.stream(), Stream.of("-s", "reload")).toList();
        return refreshNames(registry, token, reload);
    }

    /// The same with another command than the one that has nginx read the list.
    public Outcome refreshNames(Registry registry, String token, List<String> reload) {
        List<String> refresh = Stream.concat(
                        Stream.of(
                                REFRESH_NAMES,
                                registry.uri().toString(),
                                namesMap().toString()),
                        reload.stream())
                .toList();
        Map<String, String> environment =
                Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "NAMES_TOKEN", token);
        return Shell.run(folder, environment, refresh);
    }

    /// The file of the list of names, which need not exist.
    public Path namesMap() {
        return folder.resolve("names.map");
    }

    /// Our address and folders, and a log of what became of requests.
    private String placed(String configuration) {
        return configuration
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

    /// The servers that were asked for a path, as `127.0.0.1:4873`, in the order of the requests. Waits for
    /// their lines in the log, which are written after the answer.
    ///
    /// @param requests how many there were
    public List<String> askedFor(String path, int requests) {
        Patience.until("the log has " + path, () -> askedFor(path).size() >= requests);
        return askedFor(path);
    }

    private List<String> askedFor(String path) {
        return lines("access.log")
                .filter(line -> line.contains(" " + path + " HTTP/"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    /// Ends the workers after their master, who would replace them.
    @Override
    public void close() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    private static Path program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        Optional<Path> program = Stream.of(path.split(":"))
                .map(place -> Path.of(place, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
        Skips.unless(Skips.Program.NGINX, program.isPresent(), "nginx is not installed");
        return program.orElseThrow();
    }

    /// Polls; the wait between two polls is the wait for the process to end, which ends all polling.
    private void awaitFirstAnswer() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!http().answersPing()) {
                boolean ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > deadline) {
                    close();
                    throw new AssertionError("nginx does not answer: "
                            + Stream.concat(lines("printed"), lines("error.log"))
                                    .collect(Collectors.joining("\n")));
                }
            }
        } catch (InterruptedException e) {
            close();
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
