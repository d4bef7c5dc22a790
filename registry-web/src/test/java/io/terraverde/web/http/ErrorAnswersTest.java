package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients get for each kind of failure.
class ErrorAnswersTest {
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.with(Router.builder()
                .get("/throws/{what}", e -> fail(e.segment("what")))
                .get(
                        "/breaks",
                        e -> StreamAnswer.ofOpen(10, new BrokenSource(), (first, length) -> new BrokenSource())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "malformed; 400; bad thing",
                "unprocessable; 422; bad content",
                "unauthenticated; 401; authorization required",
                "forbidden; 403; not allowed",
                "missing; 404; no such package available",
                "conflict; 409; version exists",
                "large; 413; request entity too large",
                "busy; 503; later",
                "full; 507; no room",
                "storage-unavailable; 503; the storage is not available",
                "storage-denied; 503; the storage is not available",
                "storage-full; 507; the storage is full",
                "storage-corrupt; 500; unknown error",
                "unknown; 503; the storage did not confirm the change: look before repeating it",
                "packed; 409; version exists",
                "refusal; 415; wrong content-type",
            })
    void failuresHaveTheirStatus(String what, int status, String message) throws Exception {
        HttpResponse<String> answer = server.get("/throws/" + what);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\n  \"error\": \"" + message + "\"\n}\n");
        assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 503 || status == 507);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .isEqualTo(status == 401 ? Optional.of("Basic, Bearer") : Optional.empty());
    }

    @Test
    void streamThatFailsBeforeItsFirstByteIsToBeRepeated() throws Exception {
        HttpResponse<String> answer = server.get("/breaks");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\n  \"error\": \"the storage is not available\"\n}\n");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"bug", "overflow", "memory"})
    void otherFailuresShowARequestIdAndNoStack(String what) throws Exception {
        HttpResponse<String> answer = server.get("/throws/" + what);

        assertThat(answer.statusCode()).isEqualTo(500);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(answer.body())
                .isEqualTo("{\n  \"error\": \"internal server error\",\n  \"requestId\": \"" + id + "\"\n}\n");
    }

    private static final class BrokenSource extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection to the store is gone");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }

    private static Answer fail(String what) {
        throw switch (what) {
            case "malformed" -> RegistryException.Invalid.malformed("bad thing");
            case "unprocessable" -> RegistryException.Invalid.unprocessable("bad content");
            case "unauthenticated" -> new RegistryException.Unauthenticated("authorization required");
            case "forbidden" -> new RegistryException.Forbidden("not allowed");
            case "missing" -> new RegistryException.NotFound("no such package available");
            case "conflict" -> new RegistryException.Conflict("version exists");
            case "large" -> new RegistryException.TooLarge("request entity too large");
            case "busy" ->
                new RegistryException.Unavailable(
                        RegistryException.Unavailable.Reason.BUSY, "later", Duration.ofMillis(1500), null);
            case "full" ->
                new RegistryException.Unavailable(RegistryException.Unavailable.Reason.FULL, "no room", null, null);
            case "storage-unavailable" -> new StorageException(StorageException.Kind.UNAVAILABLE, "s3cret", null);
            case "storage-denied" -> new StorageException(StorageException.Kind.DENIED, "s3cret", null);
            case "storage-full" -> new StorageException(StorageException.Kind.FULL, "s3cret", null);
            case "storage-corrupt" -> new StorageException(StorageException.Kind.CORRUPT, "s3cret", null);
            case "unknown" -> new OutcomeUnknownException("s3cret", null);
            case "packed" -> new IllegalStateException(new RegistryException.Conflict("version exists"));
            case "refusal" -> new HttpRefusal(415, "wrong content-type");
            case "overflow" -> throw new StackOverflowError();
            case "memory" -> throw new OutOfMemoryError("made up");
            default -> new IllegalStateException("s3cret");
        };
    }
}
