package io.terraverde.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Writes each server's configuration and starts it on a free port of loopback. Both registries get the same
/// `config.yaml`.
final class Launcher {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final String OWN_FILES = """
            storage: ./storage
            auth:
              htpasswd:
                file: ./htpasswd
            """;
    private static final AtomicInteger PORTS =
            new AtomicInteger(FIRST_PORT + (int) (ProcessHandle.current().pid() % 10_000));

    private final Setup setup;

    Launcher(Setup setup) {
        this.setup = setup;
    }

    /// Starts a registry whose storage is the folder `storage` inside the given one.
    Server registry(ServerKind kind, Tokens tokens, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("storage"));
        return registry(kind, tokens, folder, freePort(), OWN_FILES, "");
    }

    /// Starts a registry with empty storage inside the given folder that proxies the given upstream.
    Server proxy(ServerKind kind, Path folder, URI upstream) throws IOException {
        Files.createDirectories(folder.resolve("storage"));
        var storage = OWN_FILES + """
                uplinks:
                  up:
                    url: %s
                """.formatted(upstream);
        return registry(kind, Tokens.DEFAULT, folder, freePort(), storage, "    proxy: up\n");
    }

    /// Starts Terraverde over a bucket.
    ///
    /// @param storage the part of `config.yaml` that says which
    Server instance(Path folder, int port, String storage, Duration lease) throws IOException {
        return registry(ServerKind.TERRAVERDE, Tokens.JWT, folder, port, storage + """
                terraverde:
                  lease: %dms
                  spool: ./spool
                """.formatted(lease.toMillis()), "");
    }

    /// @param storage the part of `config.yaml` that says where packages are
    /// @param rule what else the rule of all packages says
    private Server registry(ServerKind kind, Tokens tokens, Path folder, int port, String storage, String rule)
            throws IOException {
        var config = Files.createDirectories(folder).resolve("config.yaml");
        Files.writeString(config, storage + """
                packages:
                  '**':
                    access: $all
                    publish: $authenticated
                    unpublish: $authenticated
                """ + rule + """
                web:
                  enable: false
                log:
                  type: stdout
                  format: json
                  level: warn
                """ + tokens.configuration());
        return Server.start(kind, folder, port, registryCommand(kind, config, "127.0.0.1:" + port), pids());
    }

    private List<String> registryCommand(ServerKind kind, Path config, String listen) {
        return switch (kind) {
            case TERRAVERDE -> {
                var command = new ArrayList<>(setup.terraverde());
                command.addAll(List.of("serve", "-c", config.toString(), "-l", listen));
                yield List.copyOf(command);
            }
            case VERDACCIO -> {
                var modules = setup.verdaccioHome().resolve("node_modules");
                yield List.of(
                        modules.resolve("node/bin/node").toString(),
                        modules.resolve("verdaccio/bin/verdaccio").toString(),
                        "--config",
                        config.toString(),
                        "--listen",
                        listen);
            }
            case NGINX -> throw new IllegalArgumentException("nginx is no registry");
        };
    }

    /// Starts nginx over `html/{form}/{package}` and `html/{form}/{package}.gz` inside the given folder.
    Server nginx(Path folder) throws IOException {
        var port = freePort();
        return nginx(folder, port, """
                daemon off;
                user %s;
                pid nginx.pid;
                error_log stderr warn;
                worker_processes auto;
                events {
                  worker_connections 1024;
                }
                http {
                  access_log off;
                  client_body_temp_path temporary;
                  proxy_temp_path temporary;
                  fastcgi_temp_path temporary;
                  uwsgi_temp_path temporary;
                  scgi_temp_path temporary;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_timeout 75s;
                  keepalive_requests 1000000000;
                  open_file_cache max=100 inactive=1h;
                  open_file_cache_valid 1h;
                  gzip_static on;
                  gzip_vary on;
                  default_type application/json;
                  map $http_accept $form {
                    default full;
                    ~application/vnd.npm.install-v1 abbreviated;
                  }
                  server {
                    listen 127.0.0.1:%d;
                    root html/$form;
                    location = /-/ping {
                      return 200 "{}";
                    }
                  }
                }
                """.formatted(System.getProperty("user.name"), port));
    }

    /// Starts nginx as the front door of the given registries.
    Server frontDoor(Path folder, List<Server> registries) throws IOException {
        var port = freePort();
        return nginx(folder, port, FrontDoor.configuration(port, registries));
    }

    private Server nginx(Path folder, int port, String configuration) throws IOException {
        var config = Files.createDirectories(folder).resolve("nginx.conf");
        Files.createDirectories(folder.resolve("temporary"));
        Files.writeString(config, configuration);
        var command = List.of("nginx", "-p", folder + "/", "-c", config.toString(), "-e", "stderr");
        return Server.start(ServerKind.NGINX, folder, port, command, pids());
    }

    private Path pids() {
        return setup.work().resolve("pids");
    }

    /// A port that nobody listens on, outside of those that the system gives to outgoing connections: a registry that
    /// is killed and started again must find it free.
    static int freePort() throws IOException {
        while (true) {
            var port = PORTS.getAndIncrement();
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException e) {
                if (port >= LAST_PORT) {
                    throw e;
                }
            }
        }
    }
}
