package io.terraverde.web.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An address to listen on.
public sealed interface Listen {
    /// A TCP port.
    ///
    /// @param host a name or an address; `0.0.0.0` for all
    /// @param port 0 for any free one
    /// @param tls null for plain HTTP
    record Tcp(String host, int port, @Nullable Tls tls) implements Listen {}

    /// A Unix domain socket. A socket file that is there already is removed first.
    ///
    /// @param tls null for plain HTTP
    record UnixSocket(Path path, @Nullable Tls tls) implements Listen {}
}
