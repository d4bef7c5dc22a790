package io.terraverde.web.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What stands in the log.
class LoggingTest {
    private static final Logger log = LoggerFactory.getLogger(LoggingTest.class);
    private static final Logger requests = LoggerFactory.getLogger("http");

    @TempDir
    private Path folder;

    private @Nullable Logging logging;

    @AfterEach
    void restore() throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void prettyLinesShowLevelAndDirection() throws IOException {
        start(Logging.Format.PRETTY, Logging.Level.HTTP);

        log.warn("http address - {}", "http://127.0.0.1:4873/");
        request();
        log.debug("not shown");

        assertThat(text()).isEqualTo("""
                        warn --- http address - http://127.0.0.1:4873/
                        http <-- 200, user: null(127.0.0.1), req: 'GET /-/ping', bytes: 0/3
                        """);
    }

    @Test
    void timestampedLinesBeginWithTheTime() throws IOException {
        start(Logging.Format.PRETTY_TIMESTAMPED, Logging.Level.INFO);

        log.info("hello");
        request();

        assertThat(text()).matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] info --- hello\n");
    }

    @Test
    void jsonLinesCarryTheParts() throws IOException {
        start(Logging.Format.JSON, Logging.Level.HTTP);

        request();
        log.error("broken", new IllegalStateException("why"));

        String[] lines = text().split("\n", -1);
        JsonNode first = JsonMapper.shared().readTree(lines[0]);
        assertThat(first.get("level").asInt()).isEqualTo(25);
        assertThat(first.get("sub").asString()).isEqualTo("in");
        assertThat(first.get("user").isNull()).isTrue();
        assertThat(first.get("bytes").get("out").asInt()).isEqualTo(3);
        assertThat(first.get("msg").asString()).startsWith("200, user: null(127.0.0.1)");
        JsonNode second = JsonMapper.shared().readTree(lines[1]);
        assertThat(second.get("level").asInt()).isEqualTo(50);
        assertThat(second.get("err").get("stack").asString()).contains("IllegalStateException: why");
    }

    @Test
    void librariesAreQuietUnlessDebugging() throws IOException {
        start(Logging.Format.PRETTY, Logging.Level.HTTP);

        LoggerFactory.getLogger("org.eclipse.jetty.server.Server").info("started");
        LoggerFactory.getLogger("org.eclipse.jetty.server.Server").warn("trouble");

        assertThat(text()).isEqualTo("warn --- trouble\n");
    }

    @Test
    void aMovedFileIsOpenedAgain() throws IOException {
        Logging logging = start(Logging.Format.PRETTY, Logging.Level.INFO);
        log.info("first");
        Files.move(file(), folder.resolve("old"));

        logging.reopen();
        log.info("second");

        assertThat(text()).isEqualTo("info --- second\n");
        assertThat(Files.readString(folder.resolve("old"))).isEqualTo("info --- first\n");
    }

    private static void request() {
        requests.atInfo()
                .addKeyValue("sub", "in")
                .addKeyValue("user", () -> null)
                .addKeyValue("bytes", Map.of("in", 0, "out", 3))
                .log("200, user: null(127.0.0.1), req: 'GET /-/ping', bytes: 0/3");
    }

    private Logging start(Logging.Format format, Logging.Level level) {
        logging = Logging.start(Optional.of(file()), format, level, Logging.Colors.OFF, ZoneOffset.UTC);
        return logging;
    }

    private Path file() {
        return folder.resolve("registry.log");
    }

    private String text() throws IOException {
        if (logging != null) {
            logging.close();
        }
        return Files.readString(file());
    }
}
