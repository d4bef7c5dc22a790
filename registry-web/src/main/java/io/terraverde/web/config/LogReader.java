package io.terraverde.web.config;

import io.terraverde.web.config.Settings.LogSettings;
import io.terraverde.web.config.Settings.LogSettings.Format;
import io.terraverde.web.config.Settings.LogSettings.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads `log:`, and `logs:` of older files, of which the first entry counts.
final class LogReader {
    private static final Map<String, Boolean> TO_FILE = Map.of("stdout", false, "file", true);
    private static final Map<String, Format> FORMATS =
            Map.of("pretty", Format.PRETTY, "pretty-timestamped", Format.PRETTY_TIMESTAMPED, "json", Format.JSON);
    private static final Map<String, Level> LEVELS = levels();

    private LogReader() {}

    static LogSettings read(Section top, Environment environment, Path base) {
        Section log = section(top);
        boolean toFile = log.oneOf("type", TO_FILE, false);
        Optional<Path> file = log.path("path", base);
        if (toFile && file.isEmpty()) {
            log.value("type").ifPresent(value -> value.wrong("file needs a path", "add path: registry.log"));
        }
        Format format = log.oneOf("format", FORMATS, Format.PRETTY);
        boolean production =
                environment.variable("NODE_ENV").filter("production"::equals).isPresent();
        LogSettings settings = new LogSettings(
                toFile ? file : Optional.empty(),
                production && format != Format.JSON ? Format.JSON : format,
                log.oneOf("level", LEVELS, Level.HTTP),
                log.bool("colors", true));
        log.withoutEffect("passwords and tokens are never logged", "redact");
        log.withoutEffect("lines are always written at once", "sync");
        log.finish();
        return settings;
    }

    private static Section section(Section top) {
        Optional<Value> old = top.value("logs");
        if (top.value("log").isPresent() || old.isEmpty()) {
            old.ifPresent(value -> value.warn("not used: log is there too", "remove it"));
            return top.section("log");
        }
        Value first =
                old.get().members().isEmpty() ? old.get() : old.get().members().getFirst();
        old.get()
                .warn(
                        old.get().members().size() > 1
                                ? "the old name of log; only its first entry counts"
                                : "the old name of log",
                        "write log: with one entry");
        return top.chosen("logs", first);
    }

    private static Map<String, Level> levels() {
        Map<String, Level> levels = new LinkedHashMap<>();
        Arrays.stream(Level.values()).forEach(level -> levels.put(level.name().toLowerCase(Locale.ROOT), level));
        return levels;
    }
}
