package io.terraverde.web.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a server outside is reached, an uplink or a mirror.
///
/// @param timeout until the answer begins, and the longest silence within it
/// @param maxFails network failures in a row after which it is left alone; 0 never leaves it alone
/// @param failTimeout how long it is left alone after the last failure
/// @param strictSsl whether its certificate is checked
/// @param ca the only certificates to trust, PEM text; empty for those of the JVM
/// @param authorization the `Authorization` header it gets
/// @param headers further headers, which win over all others
/// @param httpProxy the proxy for `http:` addresses
/// @param httpsProxy the proxy for `https:` addresses
/// @param noProxy hosts and domains reached without a proxy
/// @param connections how many connections, busy and idle
public record ConnectionSettings(
        Duration timeout,
        int maxFails,
        Duration failTimeout,
        boolean strictSsl,
        Optional<String> ca,
        Optional<Secret> authorization,
        Map<String, Secret> headers,
        Optional<URI> httpProxy,
        Optional<URI> httpsProxy,
        List<String> noProxy,
        Connections connections) {
    /// Copies the collections, keeping the order of the headers.
    public ConnectionSettings {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        noProxy = List.copyOf(noProxy);
    }

    /// `agent_options:`
    ///
    /// @param keepAlive whether a connection is used again
    /// @param max how many at once
    /// @param maxIdle how many are kept without work
    public record Connections(boolean keepAlive, int max, int maxIdle) {}
}
