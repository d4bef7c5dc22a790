package io.terraverde.web.npm;

import io.terraverde.web.http.Exchange;

/// The base of the URLs in an answer.
final class PublicBase {
    private PublicBase() {}

    /// With a slash at the end; a bare `/` for a client of HTTP/1.0 that names no host.
    static String of(Exchange exchange) {
        return exchange.publicBase().orElse("/");
    }
}
