package io.terraverde.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes each server's configuration and starts it on a free port of loopback. Both registries get the same
/// `config.yaml`.
final class Launcher {
    private final Setup setup;

    Launcher(Setup setup) {
        this.setup = setup;
    }

    /// Starts a registry whose storage is the folder `storage` inside the given one.
    Server registry(ServerKind kind, Tokens tokens, Path folder) throws IOException {
        var config = Files.createDirectories(folder).resolve("config.yaml");
        Files.writeString(config, """
                storage: ./storage
                auth:
                  htpasswd:
                    file: ./htpasswd
                packages:
                  '**':
                    access: $all
                    publish: $authenticated
                    unpublish: $authenticated
                web:
                  enable: false
                log:
                  type: stdout
                  format: json
                  level: warn
                """ + tokens.configuration());
        Files.createDirectories(folder.resolve("storage"));
        var port = freePort();
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
        var config = Files.createDirectories(folder).resolve("nginx.conf");
        Files.createDirectories(folder.resolve("temporary"));
        Files.writeString(config, """
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
        var command = List.of("nginx", "-p", folder + "/", "-c", config.toString(), "-e", "stderr");
        return Server.start(ServerKind.NGINX, folder, port, command, pids());
    }

    private Path pids() {
        return setup.work().resolve("pids");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
