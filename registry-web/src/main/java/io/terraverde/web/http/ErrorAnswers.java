package io.terraverde.web.http;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Turns what an endpoint throws into npm's form of an error. A stack is in the log at most, never in an
/// answer.
///
/// ```
/// RegistryException     its own status and message
/// HttpRefusal           its own status and message
/// StorageException      503, 507 when there is no room, 500 "unknown error" when the content is broken
/// a broken stream       503, when nothing of it was sent yet
/// anything else         500 with a request id, which the log has, too
/// ```
public final class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    private final RandomGenerator random;

    /// @param random makes request ids; they need not be secret
    public ErrorAnswers(RandomGenerator random) {
        this.random = random;
    }

    /// The answer to a failure; logs what somebody should know.
    ///
    /// @param request what was asked, for the log, as `GET /left-pad`
    public BodyAnswer answer(Throwable failure, String request) {
        return switch (failure) {
            case RegistryException refusal -> refused(refusal, request);
            case HttpRefusal refusal -> Answers.error(refusal.status(), String.valueOf(refusal.getMessage()));
            case StorageException broken -> storageFailed(broken, request);
            case AnswerWriter.SourceFailedException broken -> sourceFailed(broken, request);
            default -> unexpected(failure, request);
        };
    }

    private BodyAnswer refused(RegistryException refusal, String request) {
        String message = String.valueOf(refusal.getMessage());
        return switch (refusal) {
            case RegistryException.Invalid invalid ->
                switch (invalid.kind()) {
                    case MALFORMED -> Answers.error(400, message);
                    case UNPROCESSABLE -> Answers.error(422, message);
                };
            case RegistryException.Unauthenticated ignored ->
                Answers.error(401, message).with("WWW-Authenticate", "Basic, Bearer");
            case RegistryException.Forbidden ignored -> Answers.error(403, message);
            case RegistryException.NotFound ignored -> Answers.error(404, message);
            case RegistryException.Conflict ignored -> Answers.error(409, message);
            case RegistryException.TooLarge ignored -> Answers.error(413, message);
            case RegistryException.Unavailable unavailable -> unavailable(unavailable, message, request);
        };
    }

    private static BodyAnswer unavailable(RegistryException.Unavailable refusal, String message, String request) {
        int status = switch (refusal.reason()) {
            case BUSY, UPSTREAM_DOWN -> 503;
            case FULL -> 507;
            case UPSTREAM_WRONG -> 502;
            case UPSTREAM_SLOW -> 504;
        };
        switch (refusal.reason()) {
            case BUSY, FULL -> logOutage(Level.WARN, "cannot answer now", request, refusal);
            // Somebody else's trouble, perhaps with every request: a line each will do.
            case UPSTREAM_DOWN, UPSTREAM_WRONG, UPSTREAM_SLOW ->
                log.warn("cannot answer now request=\"{}\" reason={}", request, message);
        }
        return retryLater(status, message, refusal.retryAfter().orElse(USUAL_PAUSE));
    }

    private BodyAnswer storageFailed(StorageException failure, String request) {
        if (failure instanceof OutcomeUnknownException) {
            logOutage(Level.WARN, "outcome of a write is unknown", request, failure);
            return retryLater(503, "the storage did not confirm the change: look before repeating it", USUAL_PAUSE);
        }
        return switch (failure.kind()) {
            case UNAVAILABLE, DENIED -> {
                logOutage(Level.WARN, "storage failed", request, failure);
                yield retryLater(503, "the storage is not available", USUAL_PAUSE);
            }
            case FULL -> {
                logOutage(Level.ERROR, "storage is full", request, failure);
                yield retryLater(507, "the storage is full", USUAL_PAUSE);
            }
            case CORRUPT -> {
                log.error("stored content is broken request=\"{}\"", request, failure);
                yield Answers.error(500, "unknown error");
            }
        };
    }

    /// The client sees this only if nothing was sent of the answer before; otherwise its connection ends.
    private static BodyAnswer sourceFailed(AnswerWriter.SourceFailedException failure, String request) {
        logOutage(Level.WARN, "storage broke off", request, failure);
        return retryLater(503, "the storage is not available", USUAL_PAUSE);
    }

    /// A store that is down, or a disk that is full, fails every request: a line each will do.
    private static void logOutage(Level level, String what, String request, Throwable failure) {
        String reason = failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + failure.getCause();
        log.atLevel(level).log("{} request=\"{}\" reason={}", what, request, reason);
        log.debug("{} request=\"{}\"", what, request, failure);
    }

    private BodyAnswer unexpected(Throwable failure, String request) {
        String id = HexFormat.of().toHexDigits(random.nextLong());
        log.error("request failed request=\"{}\" requestId={}", request, id, failure);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", "internal server error");
        body.put("requestId", id);
        return Answers.json(500, body).with("X-Request-Id", id);
    }

    private static BodyAnswer retryLater(int status, String message, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return Answers.error(status, message).with("Retry-After", Long.toString(seconds));
    }
}
