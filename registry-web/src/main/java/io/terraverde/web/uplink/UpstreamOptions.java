package io.terraverde.web.uplink;

import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one server outside is reached, and what it is told. Prints without secrets.
///
/// @param kind how the configuration calls such a server: `uplink` or `mirror`
/// @param name as the configuration calls it
/// @param url its base; credentials are for its scheme, host and port only
/// @param timeout until the head of the answer, and the longest silence within it
/// @param self how this registry introduces itself
/// @param credentials what it gets to see besides
/// @param tls how its certificate is checked
/// @param proxies what stands between
/// @param pool how many connections, busy and idle
public record UpstreamOptions(
        String kind,
        String name,
        URI url,
        Duration timeout,
        Self self,
        Credentials credentials,
        Tls tls,
        Proxies proxies,
        Pool pool) {
    /// @throws IllegalArgumentException when the url is not one of a web server, or the time-out is not positive
    public UpstreamOptions {
        if (!Origins.isWeb(url)) {
            throw new IllegalArgumentException(kind + " \"" + name + "\": the url is not one of a web server");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(kind + " \"" + name + "\": the time-out is not positive: " + timeout);
        }
    }

    /// Begins every message about it: `uplink "npmjs"`.
    String label() {
        return kind + " \"" + name + "\"";
    }

    @Override
    public String toString() {
        return label();
    }

    /// How this registry introduces itself.
    ///
    /// @param serverId in `Via`, a token
    /// @param userAgent the whole `User-Agent`
    public record Self(String serverId, String userAgent) {}

    /// What only this server gets to see.
    ///
    /// @param authorization the `Authorization` header
    /// @param headers further headers, which win over all others
    public record Credentials(Optional<String> authorization, Map<String, String> headers) {
        /// Copies, keeping the order.
        public Credentials {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        /// None.
        public static Credentials none() {
            return new Credentials(Optional.empty(), Map.of());
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /// How certificates are checked.
    ///
    /// @param strict whether they are, and the host names in them
    /// @param ca the only certificates to trust: PEM text, or the path of a PEM file
    /// @param usual those to trust if there is no `ca`; those of Java if empty
    public record Tls(boolean strict, Optional<String> ca, Optional<KeyStore> usual) {}

    /// What stands between.
    ///
    /// @param http the proxy for `http:` addresses, with credentials if it wants some
    /// @param https the proxy for `https:` addresses, likewise
    /// @param noProxy hosts reached without one: `host` and `.host` mean it and all below it, `*` means all; a port
    ///     may follow
    public record Proxies(Optional<URI> http, Optional<URI> https, List<String> noProxy) {
        /// Copies.
        public Proxies {
            noProxy = List.copyOf(noProxy);
        }

        /// No proxy.
        public static Proxies direct() {
            return new Proxies(Optional.empty(), Optional.empty(), List.of());
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /// How many connections.
    ///
    /// @param keepAlive whether one is used again
    /// @param max how many at once to one host, and how many transfers altogether
    /// @param maxIdle how many are kept without work to one host
    public record Pool(boolean keepAlive, int max, int maxIdle) {
        /// @throws IllegalArgumentException when there could be none
        public Pool {
            if (max < 1 || maxIdle < 0) {
                throw new IllegalArgumentException("a pool has room for connections: " + max + ", " + maxIdle);
            }
        }
    }
}
