package io.terraverde.web.config;

import java.net.URI;

/// A text that must not be printed: it shows as `(secret)` wherever settings are logged.
///
/// @param value the text itself
public record Secret(String value) {
    /// An address without what may be a password, for the log.
    static String hiddenIn(URI url) {
        String user = url.getRawUserInfo();
        return user == null ? url.toString() : url.toString().replace(user + "@", "");
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
