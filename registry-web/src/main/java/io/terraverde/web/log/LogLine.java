package io.terraverde.web.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// What both forms of a line read out of an event.
final class LogLine {
    private LogLine() {}

    /// Verdaccio's name of the event's level.
    static String level(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warn";
            case Level.INFO_INT -> isRequest(event) ? "http" : "info";
            case Level.DEBUG_INT -> "debug";
            default -> "trace";
        };
    }

    /// Verdaccio's number of the event's level.
    static int number(ILoggingEvent event) {
        return switch (level(event)) {
            case "error" -> 50;
            case "warn" -> 40;
            case "info" -> 30;
            case "http" -> 25;
            case "debug" -> 20;
            default -> 10;
        };
    }

    /// Whether the event is about a request to us (`in`), a request of ours (`out`), or neither.
    static Optional<String> direction(ILoggingEvent event) {
        return pairs(event).stream()
                .filter(pair -> pair.key.equals("sub"))
                .map(pair -> String.valueOf(pair.value))
                .findFirst();
    }

    /// The keys and values that were attached.
    static List<KeyValuePair> pairs(ILoggingEvent event) {
        @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs;
    }

    /// The stack of what was thrown, with a line end at the end; empty when nothing was.
    static Optional<String> stack(ILoggingEvent event) {
        return Optional.ofNullable(event.getThrowableProxy()).map(ThrowableProxyUtil::asString);
    }

    private static boolean isRequest(ILoggingEvent event) {
        return event.getLoggerName().equals("http");
    }
}
