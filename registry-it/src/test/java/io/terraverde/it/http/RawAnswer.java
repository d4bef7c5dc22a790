package io.terraverde.it.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What came back on a raw connection.
///
/// @param status of the status line; 0 when the server closed without one
/// @param text all of it, headers and body
public record RawAnswer(int status, String text) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b");

    static RawAnswer of(String text) {
        Matcher line = STATUS_LINE.matcher(text);
        return new RawAnswer(line.lookingAt() ? Integer.parseInt(line.group(1)) : 0, text);
    }

    /// Whether the server refused the request: a status of 400 to 499, or a closed connection.
    public boolean isRefusal() {
        return status == 0 || (status >= 400 && status < 500);
    }
}
