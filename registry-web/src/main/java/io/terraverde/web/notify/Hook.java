package io.terraverde.web.notify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One system that is told.
///
/// @param method `POST`, `PUT` or `GET`
/// @param headers of the request; without a `Content-Type` it is JSON
/// @param packagePattern only for names in which this is found; empty for all
/// @param content a Handlebars template of the body
public record Hook(
        URI endpoint, String method, Map<String, String> headers, Optional<Pattern> packagePattern, String content) {
    /// Copies the headers, keeping their order.
    public Hook {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Whether a header can be sent. Some are the client's own business, such as `Host`.
    public static boolean canSend(String name, String value) {
        try {
            HttpRequest.newBuilder().header(name, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Without the headers, which may hold secrets, and without path and query, which often do.
    @Override
    public String toString() {
        return method + " " + endpoint.getScheme() + "://" + endpoint.getHost();
    }
}
