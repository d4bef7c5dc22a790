package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.terraverde.cache.CacheStore;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the log says of a store that fails every request: a line for each, with the reason and without a stack.
class StoreOutageLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Logger> loggers = List.of(
            (Logger) LoggerFactory.getLogger(CacheStore.class), (Logger) LoggerFactory.getLogger(ErrorAnswers.class));

    @BeforeEach
    void listen() {
        lines.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(lines);
        });
    }

    @AfterEach
    void stop() {
        loggers.forEach(logger -> {
            logger.detachAppender(lines);
            logger.setAdditive(true);
            logger.setLevel(null);
        });
    }

    @Test
    void aFailedReadOrWriteOfTheCacheIsALine() {
        var store = new FaultyBlobStore(new InMemoryBlobStore(new ManualClock()));
        var cache = new CacheStore(store, "");
        for (Operation operation : List.of(Operation.READ, Operation.PUT, Operation.DELETE)) {
            store.always(operation, key -> true, new Fault.Fail(Kind.UNAVAILABLE));
        }

        assertThat(cache.read("up-1f2e3d4c/a", ReadIf.always())).isEmpty();
        assertThat(cache.put("up-1f2e3d4c/a", BlobBody.of(new byte[1]), PutIf.always()))
                .isEmpty();
        cache.delete("up-1f2e3d4c/a");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getMessage)
                .containsOnly("cache cannot be {} key={} reason={}");
        assertThat(lines.list).hasSize(3).allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void aRequestThatTheStoreFailsIsALine() {
        var errors = new ErrorAnswers(new Random(1));
        var cause = new IOException("connection refused");

        errors.answer(new StorageException(Kind.UNAVAILABLE, "cannot read \"a\"", cause), "GET /a");
        errors.answer(new StorageException(Kind.FULL, "cannot write \"a\"", cause), "PUT /a");
        errors.answer(new OutcomeUnknownException("cannot write \"a\"", cause), "PUT /a");
        errors.answer(new AnswerWriter.SourceFailedException(cause), "GET /a");

        assertThat(lines.list).hasSize(4).allSatisfy(event -> {
            assertThat(event.getThrowableProxy()).isNull();
            assertThat(event.getFormattedMessage()).contains(" /a\" reason=", "connection refused");
        });
    }
}
