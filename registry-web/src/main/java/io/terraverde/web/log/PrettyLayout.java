package io.terraverde.web.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Lines for people: `warn --- http address - http://127.0.0.1:4873/`, `http <-- 200, user: …`.
final class PrettyLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("'['yyyy-MM-dd HH:mm:ss'] '", Locale.ROOT);

    private final Optional<DateTimeFormatter> time;
    private final boolean colored;

    /// @param zone of the time in front; empty for none
    PrettyLayout(Optional<ZoneId> zone, Logging.Colors colors) {
        this.time = zone.map(TIME::withZone);
        this.colored = colors == Logging.Colors.ON;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        time.ifPresent(format -> format.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line));
        String level = LogLine.level(event);
        line.append(colored ? "\u001b[" + color(level) + "m" + level + "\u001b[0m" : level);
        line.append(' ').append(arrow(event)).append(' ');
        line.append(event.getFormattedMessage()).append('\n');
        LogLine.stack(event).ifPresent(line::append);
        return line.toString();
    }

    private static String arrow(ILoggingEvent event) {
        return switch (LogLine.direction(event).orElse("")) {
            case "in" -> "<--";
            case "out" -> "-->";
            default -> "---";
        };
    }

    private static int color(String level) {
        return switch (level) {
            case "error" -> 31;
            case "warn" -> 33;
            case "info" -> 36;
            case "http" -> 32;
            default -> 90;
        };
    }
}
