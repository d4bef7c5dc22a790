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

/// nginx as the front door of several registries: requests go round robin, without sticky sessions, bodies pass
/// through unbuffered, and a request that may be repeated goes to the next registry when one is gone.
public final class Nginx implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;
    private static final int SERVER_ERROR = 500;

    /*
     * One process without workers, so that its end is the end of all. `max_fails=0`: nobody is left out for having
     * failed, because the next request may find him back. A body that is on its way cannot be sent again (it is not
     * kept), so what was cut off in the middle of an upload is answered with 502, and the client repeats it.
     */
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            events { worker_connections 1024; }
            http {
                log_format outcome '$status $upstream_status "$request" $upstream_addr';
                access_log access.log outcome;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                client_max_body_size 0;
                upstream registries {
                    {servers}
                    keepalive 32;
                }
                server {
                    listen {address};
                    location / {
                        proxy_pass http://registries;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_request_buffering off;
                        proxy_max_temp_file_size 0;
                        proxy_connect_timeout 2s;
                        proxy_read_timeout 60s;
                        proxy_next_upstream error timeout http_502 http_503;
                    }
                }
            }
            """;

    private final Path folder = Folders.fresh("nginx");
    private final URI uri = URI.create("http://127.0.0.1:" + Ports.free());
    private final Process process;

    private Nginx(Path program, List<Registry> registries) {
        String servers = registries.stream()
                .map(registry -> "server " + registry.uri().getAuthority() + " max_fails=0;")
                .collect(Collectors.joining("\n"));
        Folders.write(
                folder.resolve("nginx.conf"),
                CONFIGURATION.replace("{servers}", servers).replace("{address}", uri.getAuthority()));
        List<String> command =
                List.of(program.toString(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log");
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
