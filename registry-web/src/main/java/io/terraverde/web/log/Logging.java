package io.terraverde.web.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// The log's destination, form and level, set up by code: `log:` of the configuration file.
///
/// The lines of requests have a level of their own between `info` and `debug`. They come from the logger named
/// `http`; the libraries underneath are heard from `warn` on.
///
/// Lines are written by a thread of their own, in order, so that requests do not wait for a terminal or a disk
/// unless it falls thousands of lines behind. {@link #close} writes what is left.
public final class Logging implements AutoCloseable {
    private static final int MAX_WAITING = 8192;
    private static final int MAX_FLUSH_MILLIS = 5000;
    private static final String REQUESTS = "http";
    private static final List<String> LIBRARIES = List.of(
            "org.eclipse.jetty",
            "io.javalin",
            "io.micrometer",
            "com.github.jknack",
            "software.amazon.awssdk",
            "org.apache.hc");

    private final LoggerContext context;
    private final OutputStreamAppender<ILoggingEvent> appender;
    private AsyncAppender queue;

    private Logging(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        this.context = context;
        this.appender = appender;
        this.queue = startQueue();
    }

    /// Replaces whatever was set up before.
    ///
    /// @param file where lines are appended; empty for standard output
    /// @param zone of the times in {@link Format#PRETTY_TIMESTAMPED}
    public static Logging start(Optional<Path> file, Format format, Level level, Colors colors, ZoneId zone) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        OutputStreamAppender<ILoggingEvent> appender = file.isPresent() ? fileAppender(file.get()) : stdout();
        appender.setContext(context);
        appender.setName("log");
        appender.setEncoder(encoder(context, layout(format, colors, zone)));
        ch.qos.logback.classic.Level rest = rest(level);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(rest);
        boolean requests = level.compareTo(Level.HTTP) >= 0;
        context.getLogger(REQUESTS)
                .setLevel(requests ? ch.qos.logback.classic.Level.INFO : ch.qos.logback.classic.Level.OFF);
        boolean quiet = level != Level.DEBUG && level != Level.TRACE;
        if (quiet) {
            LIBRARIES.forEach(name -> context.getLogger(name).setLevel(least(rest)));
        }
        return new Logging(context, appender);
    }

    /// Closes the file and opens it again under its name, after somebody has moved it away. Nothing on standard
    /// output.
    public synchronized void reopen() {
        if (appender instanceof FileAppender) {
            close();
            queue = startQueue();
        }
    }

    /// Writes what waits, and closes the file.
    @Override
    public synchronized void close() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(queue);
        queue.stop();
        appender.stop();
    }

    private AsyncAppender startQueue() {
        appender.start();
        AsyncAppender started = new AsyncAppender();
        started.setContext(context);
        started.setName("queue");
        started.setQueueSize(MAX_WAITING);
        started.setDiscardingThreshold(0);
        started.setMaxFlushTime(MAX_FLUSH_MILLIS);
        started.addAppender(appender);
        started.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(started);
        return started;
    }

    private static ch.qos.logback.classic.Level rest(Level level) {
        return switch (level) {
            case FATAL -> ch.qos.logback.classic.Level.OFF;
            case ERROR -> ch.qos.logback.classic.Level.ERROR;
            case WARN -> ch.qos.logback.classic.Level.WARN;
            case INFO, HTTP -> ch.qos.logback.classic.Level.INFO;
            case DEBUG -> ch.qos.logback.classic.Level.DEBUG;
            case TRACE -> ch.qos.logback.classic.Level.TRACE;
        };
    }

    private static ch.qos.logback.classic.Level least(ch.qos.logback.classic.Level level) {
        ch.qos.logback.classic.Level warn = ch.qos.logback.classic.Level.WARN;
        return level.isGreaterOrEqual(warn) ? level : warn;
    }

    private static OutputStreamAppender<ILoggingEvent> stdout() {
        return new ConsoleAppender<>();
    }

    private static OutputStreamAppender<ILoggingEvent> fileAppender(Path file) {
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        appender.setAppend(true);
        return appender;
    }

    private static Layout<ILoggingEvent> layout(Format format, Colors colors, ZoneId zone) {
        return switch (format) {
            case PRETTY -> new PrettyLayout(Optional.empty(), colors);
            case PRETTY_TIMESTAMPED -> new PrettyLayout(Optional.of(zone), colors);
            case JSON -> new JsonLayout();
        };
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context, Layout<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /// How a line looks.
    public enum Format {
        /// `http <-- 200, user: null(127.0.0.1), …`
        PRETTY,
        /// The same behind `[2026-01-02 03:04:05] `.
        PRETTY_TIMESTAMPED,
        /// One JSON object.
        JSON
    }

    /// Whether pretty lines are coloured.
    public enum Colors {
        /// The level is, by escape sequences of terminals.
        ON,
        /// Plain text.
        OFF
    }

    /// The least important level written, the most important first.
    public enum Level {
        /// Nothing but what ends the process, which is written to standard error anyway.
        FATAL,
        /// A person must act.
        ERROR,
        /// Coped, but somebody should know.
        WARN,
        /// Start, stop, writes.
        INFO,
        /// One line per request.
        HTTP,
        /// Details for looking into a problem.
        DEBUG,
        /// Everything.
        TRACE
    }
}
