package io.terraverde.web.http;

import java.util.List;

/// The parts and settings of an {@link HttpServer}.
///
/// @param listens the addresses, at least one
/// @param poweredBy the value of `X-Powered-By`; empty for no such line
/// @param serverId the name of this registry in `Via`, by which it notices that it asks itself
/// @param router the routes
/// @param seen how requests are looked at
/// @param draining shared with the readiness check
public record HttpSetup(
        List<Listen> listens,
        HttpLimits limits,
        String poweredBy,
        String serverId,
        Router router,
        Exchange.Seen seen,
        ErrorAnswers errors,
        HttpMetrics metrics,
        AccessLog accessLog,
        Draining draining) {
    /// Copies the addresses.
    public HttpSetup {
        listens = List.copyOf(listens);
    }
}
