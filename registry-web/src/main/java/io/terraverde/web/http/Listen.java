package io.terraverde.web.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An address to listen on.
public sealed interface Listen {
    /// As people write it, without what it is secured with: `localhost:4873`, `unix:/run/registry.sock`.
    String shown();

    /// A TCP port.
    ///
    /// @param host a name or an address; `0.0.0.0` for all
    /// @param port 0 for any free one
    /// @param tls null for plain HTTP
    record Tcp(String host, int port, @Nullable Tls tls) implements Listen {
        @Override
        public String shown() {
            return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
        }
    }

    /// A Unix domain socket. A socket file that is there already is removed first.
    ///
    /// @param tls null for plain HTTP
    record UnixSocket(Path path, @Nullable Tls tls) implements Listen {
        @Override
        public String shown() {
            return "unix:" + path;
        }
    }
}
