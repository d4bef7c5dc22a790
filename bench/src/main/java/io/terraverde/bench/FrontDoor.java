package io.terraverde.bench;

import java.util.List;
import java.util.stream.Collectors;

/// nginx as the front door of several registries: requests go round robin, without sticky sessions, bodies pass through
/// unbuffered, and what one registry did not answer the next one is asked, if it may be repeated.
final class FrontDoor {
    private FrontDoor() {}

    /// `max_fails=0`: no registry is left out for having failed, because the next request may find it back.
    static String configuration(int port, List<Server> registries) {
        var servers = registries.stream()
                .map(registry -> "server 127.0.0.1:%d max_fails=0;".formatted(registry.port()))
                .collect(Collectors.joining("\n    "));
        return """
                daemon off;
                user %s;
                pid nginx.pid;
                error_log stderr crit;
                worker_processes 1;
                events {
                  worker_connections 4096;
                }
                http {
                  access_log off;
                  client_body_temp_path temporary;
                  proxy_temp_path temporary;
                  fastcgi_temp_path temporary;
                  uwsgi_temp_path temporary;
                  scgi_temp_path temporary;
                  client_max_body_size 0;
                  keepalive_requests 1000000000;
                  upstream registries {
                    %s
                    keepalive 64;
                    keepalive_requests 1000000000;
                  }
                  server {
                    listen 127.0.0.1:%d;
                    location / {
                      proxy_pass http://registries;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Host $http_host;
                      proxy_request_buffering off;
                      proxy_max_temp_file_size 0;
                      proxy_connect_timeout 2s;
                      proxy_next_upstream error timeout http_502 http_503;
                    }
                  }
                }
                """.formatted(System.getProperty("user.name"), servers, port);
    }
}
