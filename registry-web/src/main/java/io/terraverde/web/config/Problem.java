package io.terraverde.web.config;

import java.util.Comparator;

/// Something about the configuration that a person should look at.
///
/// @param severity whether the registry starts all the same
/// @param source the file, `environment` or `command line`
/// @param line in the file, from 1; 0 where there are no lines
/// @param key the path of the setting, as `uplinks.npmjs.timeout`, or the name of the variable or option; may be empty
/// @param message what is wrong
/// @param hint what to do about it; may be empty
public record Problem(Severity severity, String source, int line, String key, String message, String hint) {
    /// Errors and warnings in the order of the file, what has no line last.
    static final Comparator<Problem> IN_ORDER =
            Comparator.comparingInt((Problem problem) -> problem.line() == 0 ? Integer.MAX_VALUE : problem.line());

    /// Whether the registry starts all the same.
    public enum Severity {
        /// It starts.
        WARNING,
        /// It does not start.
        ERROR
    }

    /// One line for people, as `config.yaml:3: error: uplinks.npmjs.timeout: invalid interval "2m30s" (hint)`.
    @Override
    public String toString() {
        return source
                + (line == 0 ? "" : ":" + line)
                + ": "
                + (severity == Severity.ERROR ? "error: " : "warning: ")
                + (key.isEmpty() ? "" : key + ": ")
                + message
                + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
