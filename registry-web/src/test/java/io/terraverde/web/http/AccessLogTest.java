package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The line of each request.
class AccessLogTest {
    private final Lines lines = new Lines();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void aRequestIsOneLineInVerdacciosWords() throws Exception {
        try (TestServer server = TestServer.with(Router.builder()
                .put("/x", e -> Answers.json(200, e.body().bytes(100).length)))) {
            server.get("/-/ping");
            assertThat(lines.next()).isEqualTo("200, user: null(127.0.0.1), req: 'GET /-/ping', bytes: 0/3");

            server.put("/x?a=%20b", new byte[7]);
            assertThat(lines.next()).isEqualTo("200, user: null(127.0.0.1), req: 'PUT /x?a=%20b', bytes: 7/2");

            server.get("/a/b/c", "X-Forwarded-For", "1.2.3.4");
            assertThat(lines.next()).startsWith("404, user: null(1.2.3.4 via 127.0.0.1), req: 'GET /a/b/c', bytes: 0/");
        }
    }

    @Test
    void failuresAreNamedAndSecretsAreNot() throws Exception {
        try (TestServer server = TestServer.with(Router.builder().delete("/-/user/token/{token}", e -> {
            e.caller();
            throw new HttpRefusal(404, "no such token");
        }))) {
            server.send(
                    HttpRequest.newBuilder(server.uri("/-/user/token/s3cret")).DELETE(),
                    "Authorization",
                    "Bearer s3cret");

            assertThat(lines.next())
                    .isEqualTo("404, user: null(127.0.0.1), req: 'DELETE /-/user/token/<Classified>',"
                            + " error: no such token");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/-/user/token/",
                "/-/v1/login/",
                "/-/v1/done/",
                "/-/V1/Done/",
                "/-/User/TOKEN/",
            })
    void whatFetchesATokenIsNotShown(String path) {
        assertThat(AccessLog.shown(path + "s3cret?x=s3cret")).isEqualTo(path + "<Classified>");
    }

    @Test
    void aLongOrStrangeTargetIsTamed() {
        assertThat(AccessLog.shown("/a\u0007b")).isEqualTo("/a?b");
        assertThat(AccessLog.shown("/" + "a".repeat(5000))).hasSizeLessThan(600);
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
        }

        private String next() throws InterruptedException {
            return String.valueOf(messages.poll(30, TimeUnit.SECONDS));
        }
    }
}
