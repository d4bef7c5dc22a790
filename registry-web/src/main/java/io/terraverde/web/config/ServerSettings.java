package io.terraverde.web.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Addresses, links and limits of HTTP: `listen`, `https`, `server`, `url_prefix`, `max_body_size` and others.
///
/// @param listen where the server waits for clients
/// @param tls the certificate, when `listen` says `https`
/// @param keepAlive how long an idle connection stays open; zero closes it after each answer
/// @param trustedProxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed
/// @param poweredBy the header `X-Powered-By`, and part of the user agent that uplinks see; empty for none
/// @param serverId the name in `Via` that shows loops; empty for a random one per start
/// @param publicUrl the base of links to this registry; empty to take it from each request
/// @param urlPrefix the path under which a proxy serves the registry, with slashes around it, as `/npm/`; empty for
/// none
/// @param forwardedProtoHeader the header that holds the protocol the client used
/// @param trustForwardedHost whether `X-Forwarded-Host` of a trusted proxy replaces `Host` in links
/// @param maxBodyBytes the largest JSON body
/// @param userRateLimit for routes that take passwords and tokens, each on its own
public record ServerSettings(
        ListenAddress listen,
        Optional<Tls> tls,
        Duration keepAlive,
        TrustedProxies trustedProxies,
        Optional<String> poweredBy,
        Optional<String> serverId,
        Optional<URI> publicUrl,
        String urlPrefix,
        String forwardedProtoHeader,
        boolean trustForwardedHost,
        long maxBodyBytes,
        RateLimit userRateLimit) {

    /// Where the private key and the certificate are.
    public sealed interface Tls {
        /// PEM files.
        ///
        /// @param key the private key
        /// @param certificate the certificate and its chain
        /// @param ca more certificates of the chain
        record Pem(Path key, Path certificate, Optional<Path> ca) implements Tls {}

        /// A PKCS#12 file.
        ///
        /// @param file the file
        /// @param passphrase of the file; empty for none
        record Pkcs12(Path file, Optional<Secret> passphrase) implements Tls {}
    }

    /// `server.trustProxy`, with the meanings of Express' setting "trust proxy".
    public sealed interface TrustedProxies {
        /// No header is believed.
        record None() implements TrustedProxies {}

        /// Every peer is a trusted proxy.
        record All() implements TrustedProxies {}

        /// The nearest peers, counted from this server.
        ///
        /// @param count how many, at least 1
        record Hops(int count) implements TrustedProxies {}

        /// Peers in these networks.
        ///
        /// @param networks in CIDR notation, as `10.0.0.0/8` or `::1/128`
        record Networks(List<String> networks) implements TrustedProxies {
            /// Copies the list.
            public Networks {
                networks = List.copyOf(networks);
            }
        }
    }
}
