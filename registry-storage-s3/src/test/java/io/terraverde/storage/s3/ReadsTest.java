package io.terraverde.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.PatternBody;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadsTest {
    private static final BlobKey SMALL = BlobKey.of("left-pad/package.json");
    private static final BlobKey LARGE = BlobKey.of("left-pad/left-pad-1.0.0.tgz");
    private static final PatternBody LARGE_BODY = new PatternBody(4L << 20, 5);

    private final S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
    private final S3BlobStore store = StubStore.open(stub);

    @AfterEach
    void stop() {
        store.close();
        stub.close();
    }

    @Test
    void throttledAndFailedReadsAreRepeated() throws IOException {
        putSmall();
        stub.script().on(S3Operation.GET_OBJECT).then(S3Fault.slowDown());
        assertThat(text()).isEqualTo("small");

        stub.script().on(S3Operation.GET_OBJECT).times(2).then(S3Fault.internalError());
        assertThat(text()).isEqualTo("small");

        stub.script().on(S3Operation.LIST_OBJECTS).then(S3Fault.cutRequest());
        assertThat(store.list("", null, 10).entries()).hasSize(1);
    }

    @Test
    void smallBodyThatBreaksOffIsReadAgain() throws IOException {
        putSmall();
        stub.script().on(S3Operation.GET_OBJECT).then(S3Fault.cutBody(2));

        assertThat(text()).isEqualTo("small");
    }

    @Test
    void largeBodyThatBreaksOffFailsItsReader() throws IOException {
        putLarge();
        stub.script().on(S3Operation.GET_OBJECT).then(S3Fault.cutBody(1 << 20));

        try (var found = (BlobRead.Found) store.read(LARGE, ReadIf.always())) {
            assertThatThrownBy(() -> found.body().readAllBytes()).isInstanceOf(IOException.class);
        }
        try (var found = (BlobRead.Found) store.read(LARGE, ReadIf.always())) {
            assertThat(PatternBody.sameBytes(found.body(), LARGE_BODY.open())).isTrue();
        }
    }

    @Test
    void slowReadersOfLargeBodiesDoNotKeepOthersFromTheStore() throws IOException {
        putSmall();
        putLarge();
        try (S3BlobStore narrow = StubStore.open(WriteOutcomesTest.impatient(stub))) {
            List<BlobRead.Found> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slow.add((BlobRead.Found) narrow.read(LARGE, ReadIf.always()));
            }

            var failure = catchThrowableOfType(StorageException.class, () -> narrow.read(LARGE, ReadIf.always()));
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            for (int i = 0; i < 10; i++) {
                assertThat(narrow.read(SMALL, ReadIf.always())).isInstanceOf(BlobRead.Found.class);
            }

            slow.removeFirst().close();
            try (var next = (BlobRead.Found) narrow.read(LARGE, ReadIf.range(0, 1 << 20))) {
                assertThat(PatternBody.sameBytes(next.body(), new PatternBody((1 << 20) + 1, 5).open()))
                        .isTrue();
            }
            for (BlobRead.Found one : slow) {
                one.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"left-pad/package.json", ".token-db.json", "verdaccio-s3-db.json", ".terraverde/htpasswd"})
    void slowReadersOfLargeBodiesDoNotKeepLargeDocumentsFromBeingRead(String key) throws IOException {
        BlobKey document = BlobKey.of(key);
        PatternBody body = new PatternBody(1 << 20, 7);
        store.put(document, body, PutIf.absent());
        putLarge();
        try (S3BlobStore narrow = StubStore.open(WriteOutcomesTest.impatient(stub))) {
            List<BlobRead.Found> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slow.add((BlobRead.Found) narrow.read(LARGE, ReadIf.always()));
            }

            for (int i = 0; i < 5; i++) {
                try (var found = (BlobRead.Found) narrow.read(document, ReadIf.always())) {
                    assertThat(PatternBody.sameBytes(found.body(), body.open())).isTrue();
                }
            }
            for (BlobRead.Found one : slow) {
                one.close();
            }
        }
    }

    @Test
    void filesThatAreKeptOfMirrorsAreNoDocumentsWhateverTheyAreCalled() throws IOException {
        BlobKey mirrored = BlobKey.of(".terraverde/cache/mirror/node-0a1b2c3d/index.json");
        store.put(mirrored, new PatternBody(1 << 20, 7), PutIf.absent());
        try (S3BlobStore narrow = StubStore.open(WriteOutcomesTest.impatient(stub))) {
            List<BlobRead.Found> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slow.add((BlobRead.Found) narrow.read(mirrored, ReadIf.always()));
            }

            assertThatThrownBy(() -> narrow.read(mirrored, ReadIf.always())).isInstanceOf(StorageException.class);
            for (BlobRead.Found one : slow) {
                one.close();
            }
        }
    }

    @Test
    void bodyThatBreaksOffBeforeItsRangeGivesItsPlaceBack() throws IOException {
        try (S3Stub whole = S3Stub.builder()
                        .bucket(StubStore.BUCKET)
                        .quirks(S3Quirk.IGNORES_RANGES)
                        .start();
                S3BlobStore narrow = StubStore.open(WriteOutcomesTest.impatient(whole))) {
            narrow.put(LARGE, LARGE_BODY, PutIf.absent());
            whole.script().on(S3Operation.GET_OBJECT).times(8).then(S3Fault.cutBody(1 << 20));
            for (int i = 0; i < 4; i++) {
                assertThat(catchThrowableOfType(
                                        StorageException.class,
                                        () -> narrow.read(LARGE, ReadIf.range(2 << 20, 3 << 20)))
                                .kind())
                        .isEqualTo(Kind.UNAVAILABLE);
            }

            for (int i = 0; i < 4; i++) {
                try (var found = (BlobRead.Found) narrow.read(LARGE, ReadIf.range(2 << 20, 3 << 20))) {
                    assertThat(found.body().readAllBytes()).hasSize((1 << 20) + 1);
                }
            }
        }
    }

    @Test
    void answerThatDoesNotSayHowLargeTheObjectIsIsNoAnswer() throws IOException {
        putLarge();
        try (S3BlobStore narrow = StubStore.open(WriteOutcomesTest.impatient(stub))) {
            stub.script()
                    .on(S3Operation.GET_OBJECT)
                    .times(10)
                    .then(S3Fault.header("Content-Range", "bytes 0-2097151/*"));
            for (int i = 0; i < 5; i++) {
                assertThat(catchThrowableOfType(
                                        StorageException.class,
                                        () -> narrow.read(LARGE, ReadIf.range(0, (2 << 20) - 1)))
                                .kind())
                        .isEqualTo(Kind.UNAVAILABLE);
            }

            try (var found = (BlobRead.Found) narrow.read(LARGE, ReadIf.range(0, 9))) {
                assertThat(found.body().readAllBytes()).hasSize(10);
            }
        }
    }

    @Test
    void emptyPageThatIsNotTheLastIsNoEnd() {
        putSmall();
        stub.script().on(S3Operation.LIST_OBJECTS).always().then(S3Fault.emptyPage());

        assertThat(catchThrowableOfType(StorageException.class, () -> store.list("", null, 10))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void storeThatDoesNotAnswerEndsWithTheTimeLimit() {
        try (S3BlobStore impatient = StubStore.open(WriteOutcomesTest.impatient(stub))) {
            stub.script().onAny().always().then(S3Fault.delay(Duration.ofSeconds(30)));

            assertThat(catchThrowableOfType(StorageException.class, impatient::check)
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
            stub.script().heal();
            impatient.check();
        }
    }

    @Test
    void storeThatIsAwayIsUnavailableUntilItIsBack() {
        stub.down();

        assertThatThrownBy(store::check).isInstanceOf(StorageException.class);
        assertThat(catchThrowableOfType(StorageException.class, () -> store.read(SMALL, ReadIf.always()))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);

        stub.up();
        store.check();
    }

    @Test
    void missingBucketIsNoMissingObject() {
        try (S3BlobStore elsewhere = StubStore.open(StubStore.options(stub))) {
            stub.script().on(S3Operation.GET_OBJECT).then(S3Fault.answer(404, "NoSuchBucket"));

            assertThatThrownBy(() -> elsewhere.read(SMALL, ReadIf.always())).isInstanceOf(StorageException.class);

            stub.script().on(S3Operation.GET_OBJECT).then(S3Fault.answer(404, "NoSuchBucket"));
            assertThatThrownBy(elsewhere::check).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void objectsThatCannotBeOursAreNotListed() {
        for (String key : List.of("a//b", "folder/", "x/../y", "z")) {
            stub.bucket(StubStore.BUCKET).put(key, new byte[1]);
        }
        stub.bucket(StubStore.BUCKET).put("k".repeat(1000), new byte[1]);

        assertThat(store.list("", null, 1).entries()).extracting(BlobMeta::key).containsExactly(BlobKey.of("z"));
        assertThat(store.list("", null, 1).more()).isFalse();
    }

    @Test
    void prefixKeepsBucketsApart() {
        S3Options all = StubStore.options(stub);
        S3Options below = StubStore.options(stub.endpoint(), stub.access(), stub.secret(), all.bucket(), "team/npm/");
        try (S3BlobStore inside = StubStore.open(below)) {
            inside.put(SMALL, BlobBody.of("below".getBytes(UTF_8)), PutIf.absent());

            assertThat(stub.bucket(StubStore.BUCKET).keys()).containsExactly("team/npm/left-pad/package.json");
            assertThat(inside.list("", null, 10).entries())
                    .extracting(BlobMeta::key)
                    .containsExactly(SMALL);
            assertThat(store.read(SMALL, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        }
    }

    @Test
    void signedAddressGivesTheBytesToAnybody() throws IOException, InterruptedException {
        putLarge();
        try (SignedAddresses addresses = store.signedAddresses(Duration.ofMinutes(5), Optional.empty());
                HttpClient anybody = HttpClient.newHttpClient()) {
            var answer = anybody.send(
                    HttpRequest.newBuilder(addresses.of(LARGE)).build(), HttpResponse.BodyHandlers.ofInputStream());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(PatternBody.sameBytes(answer.body(), LARGE_BODY.open())).isTrue();
        }
    }

    private void putSmall() {
        store.put(SMALL, BlobBody.of("small".getBytes(UTF_8)), PutIf.absent());
    }

    private void putLarge() {
        store.put(LARGE, LARGE_BODY, PutIf.absent());
    }

    private String text() throws IOException {
        try (var found = (BlobRead.Found) store.read(SMALL, ReadIf.always())) {
            return new String(found.body().readAllBytes(), UTF_8);
        }
    }
}
