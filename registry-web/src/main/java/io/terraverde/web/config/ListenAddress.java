package io.terraverde.web.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the server waits for clients, in Verdaccio's spellings: `4873`, `:4873`, `localhost:4873`, `[::1]:4873`,
/// `https://0.0.0.0:443/`, `http:1234`, `unix:/run/registry.sock`.
public sealed interface ListenAddress {
    /// The address without configuration.
    ListenAddress DEFAULT = new Tcp(false, "localhost", 4873);

    /// A port of this machine.
    ///
    /// @param tls whether clients speak TLS
    /// @param host a name or an IP address, IPv6 without brackets
    /// @param port 0 for any free one
    record Tcp(boolean tls, String host, int port) implements ListenAddress {
        @Override
        public String url() {
            String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return (tls ? "https://" : "http://") + shownHost + ":" + port + "/";
        }
    }

    /// A Unix domain socket.
    ///
    /// @param tls whether clients speak TLS
    /// @param path of the socket; an existing socket is replaced
    record UnixSocket(boolean tls, Path path) implements ListenAddress {
        @Override
        public String url() {
            return (tls ? "https://unix:" : "unix:") + path;
        }
    }

    /// Whether clients speak TLS.
    boolean tls();

    /// As a URL, for people.
    String url();

    /// Reads an address; empty when it is none.
    static Optional<ListenAddress> tryParse(String text) {
        Matcher tcp = Forms.TCP.matcher(text);
        if (tcp.matches()) {
            String digits = tcp.group("port");
            int port = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
            String host = tcp.group("host") == null ? tcp.group("ipv6") : tcp.group("host");
            return port > 65_535
                    ? Optional.empty()
                    : Optional.of(new Tcp(
                            "https".equals(tcp.group("protocol")),
                            host == null || host.isEmpty() ? "localhost" : host,
                            port));
        }
        Matcher unix = Forms.UNIX.matcher(text);
        return unix.matches()
                ? Optional.of(new UnixSocket("https".equals(unix.group("protocol")), Path.of(unix.group("path"))))
                : Optional.empty();
    }

    /// The two spellings.
    final class Forms {
        private static final Pattern TCP = Pattern.compile(
                "(?:(?<protocol>https?):(?://)?)?(?:(?:(?<host>[^/:\\s]*)|\\[(?<ipv6>[^\\[\\]\\s]+)]):)?(?<port>\\d+)/?");
        private static final Pattern UNIX = Pattern.compile("(?:(?<protocol>https?)://)?unix:(?<path>/[^\\x00]+)");

        private Forms() {}
    }
}
