package io.terraverde.web.http;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per request, in Verdaccio's words: `200, user: null(127.0.0.1), req: 'GET /-/ping', bytes: 0/3`.
///
/// The parts are attached to the event as keys and values, for logs in JSON. The logger is named {@value #LOGGER}.
public final class AccessLog {
    /// The logger's name, by which the log's settings find it.
    public static final String LOGGER = "http";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);
    private static final int SHOWN = 500;

    /// What follows is as good as a password: a token, or the id by which a login's token is fetched.
    private static final Pattern SECRET_FOLLOWS =
            Pattern.compile("/-/(?:user/token|v1/login|v1/done)/", Pattern.CASE_INSENSITIVE);

    /// Writes the line, if anybody reads it.
    ///
    /// @param failure what went wrong, instead of the bytes
    void write(Exchange exchange, int status, long bytesIn, long bytesOut, @Nullable String failure) {
        if (!log.isInfoEnabled()) {
            return;
        }
        String user = exchange.knownUser().orElse(null);
        String url = shown(exchange.target());
        String remote = remote(exchange);
        String tail = failure == null ? ", bytes: " + bytesIn + "/" + bytesOut : ", error: " + printable(failure);
        log.atInfo()
                .addKeyValue("sub", "in")
                .addKeyValue("request", Map.of("method", exchange.method(), "url", url))
                .addKeyValue("user", user)
                .addKeyValue("remoteIP", remote)
                .addKeyValue("status", status)
                .addKeyValue("bytes", Map.of("in", bytesIn, "out", bytesOut))
                .log(status + ", user: " + user + "(" + remote + "), req: '" + exchange.method() + " " + url + "'"
                        + tail);
    }

    /// A target as it may stand in a log: of bounded length, printable, and without secrets.
    static String shown(String target) {
        Matcher secret = SECRET_FOLLOWS.matcher(target);
        return printable(secret.find() ? target.substring(0, secret.end()) + "<Classified>" : target);
    }

    private static String remote(Exchange exchange) {
        String forwarded = exchange.headerOrNull("X-Forwarded-For");
        return forwarded == null ? exchange.peerAddress() : printable(forwarded) + " via " + exchange.peerAddress();
    }

    private static String printable(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return shown.chars().noneMatch(Character::isISOControl) ? shown : shown.replaceAll("\\p{Cntrl}", "?");
    }
}
