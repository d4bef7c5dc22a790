package io.terraverde.web.config;

/// A text that must not be printed: it shows as `(secret)` wherever settings are logged.
///
/// @param value the text itself
public record Secret(String value) {
    @Override
    public String toString() {
        return "(secret)";
    }
}
