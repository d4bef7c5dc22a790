package io.terraverde.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.PatternBody;
import io.terraverde.testkit.RunningClock;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a conditional write says when the store does not answer as it should: never that it failed when it may
/// have happened, never that it lost against itself.
final class WriteOutcomesTest {
    private static final BlobKey KEY = BlobKey.of("left-pad/package.json");
    private static final BlobKey LARGE = BlobKey.of("left-pad/left-pad-1.0.0.tgz");
    private static final PatternBody LARGE_BODY = new PatternBody(20L << 20, 3);

    private final S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
    private final S3BlobStore store = StubStore.open(stub);

    @AfterEach
    void stop() {
        store.close();
        stub.close();
    }

    static Stream<S3Fault> faultsThatHideASuccess() {
        return Stream.of(
                S3Fault.loseAnswer(),
                S3Fault.cutAnswer(),
                S3Fault.answerAfterEffect(500, "InternalError"),
                S3Fault.answerAfterEffect(503, "ServiceUnavailable"),
                S3Fault.answerAfterEffect(504, "GatewayTimeout"));
    }

    @ParameterizedTest
    @MethodSource("faultsThatHideASuccess")
    void hiddenSuccessIsUnknownAndSentOnce(S3Fault fault) {
        stub.script().on(S3Operation.PUT_OBJECT).then(fault);
        int before = stub.count(S3Operation.PUT_OBJECT);

        assertThatThrownBy(() -> put("new", PutIf.absent())).isInstanceOf(OutcomeUnknownException.class);

        assertThat(stub.count(S3Operation.PUT_OBJECT) - before).isEqualTo(1);
        assertThat(store.read(KEY, ReadIf.always())).isInstanceOf(BlobRead.Found.class);
    }

    @Test
    void answerThatIsCutAnywhereInItsHeadIsUnknownOrTellsTheTruth() {
        int told = 0;
        for (int bytes = 0; bytes < 200; bytes++) {
            BlobKey key = BlobKey.of("left-pad/" + bytes + ".json");
            stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.cutAnswer(bytes));

            @Nullable PutResult result = unlessUnknown(key);

            if (result != null) {
                assertThat(result).isInstanceOf(PutResult.Stored.class);
                assertThat(((PutResult.Stored) result).meta().revision())
                        .isEqualTo(((BlobRead.Found) store.read(key, ReadIf.always()))
                                .meta()
                                .revision());
                told++;
            }
        }
        assertThat(told).isBetween(1, 199);
    }

    private @Nullable PutResult unlessUnknown(BlobKey key) {
        try {
            return store.put(key, BlobBody.of("new".getBytes(UTF_8)), PutIf.absent());
        } catch (OutcomeUnknownException _) {
            return null;
        }
    }

    @ParameterizedTest
    @MethodSource("faultsThatHideASuccess")
    void commitLoopFindsOutAboutAHiddenSuccess(S3Fault fault) {
        var counters = CounterFormat.counters(store, new RunningClock(), 1);
        counters.update(KEY, null, Counter::increment);
        stub.script().on(S3Operation.PUT_OBJECT).times(3).then(fault);

        counters.update(KEY, null, Counter::increment);
        counters.update(KEY, null, Counter::increment);

        assertThat(counters.load(KEY).orElseThrow().value().value()).isEqualTo(3);
    }

    static Stream<S3Fault> faultsThatSayNotYet() {
        return Stream.of(
                S3Fault.conditionalRequestConflict(),
                S3Fault.concurrentModification(),
                S3Fault.slowDown(),
                S3Fault.tooManyRequests());
    }

    @ParameterizedTest
    @MethodSource("faultsThatSayNotYet")
    void writeThatDidNotHappenIsSentAgainAfterAPause(S3Fault fault) {
        stub.script().on(S3Operation.PUT_OBJECT).times(3).then(fault);

        assertThat(put("new", PutIf.absent())).isInstanceOf(PutResult.Stored.class);
    }

    @ParameterizedTest
    @MethodSource("faultsThatSayNotYet")
    void writeThatNeverComesThroughIsGivenUpAndDidNotHappen(S3Fault fault) {
        var rule = stub.script().on(S3Operation.PUT_OBJECT).always().then(fault);

        var failure = catchThrowableOfType(StorageException.class, () -> put("new", PutIf.absent()));

        assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(rule.used()).isBetween(3, 20);
        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
    }

    @Test
    void refusedAfterAConflictIsRefused() {
        put("theirs", PutIf.absent());
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.conditionalRequestConflict());

        assertThat(put("mine", PutIf.absent())).isEqualTo(new PutResult.Refused());
    }

    @Test
    void requestThatWasNeverSentIsNoUnknownOutcome() {
        stub.down();
        // The first request after that meets the connections of before, and may have been received.
        assertThatThrownBy(() -> put("new", PutIf.absent())).isInstanceOf(StorageException.class);

        var failure = catchThrowableOfType(StorageException.class, () -> put("new", PutIf.absent()));

        assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void deniedWriteIsDeniedAndAFullStoreIsFull() {
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.accessDenied());
        assertThat(catchThrowableOfType(StorageException.class, () -> put("new", PutIf.absent()))
                        .kind())
                .isEqualTo(Kind.DENIED);

        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.answer(507, "XMinioStorageFull"));
        assertThat(catchThrowableOfType(StorageException.class, () -> put("new", PutIf.absent()))
                        .kind())
                .isEqualTo(Kind.FULL);
    }

    @Test
    void silenceEndsWithTheTimeLimitAsUnknown() {
        try (S3BlobStore impatient = StubStore.open(impatient(stub))) {
            stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.delayAnswer(Duration.ofSeconds(30)));

            assertThatThrownBy(() -> impatient.put(KEY, BlobBody.of("x".getBytes(UTF_8)), PutIf.absent()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void lostAnswerOfACompletionIsUnknown() {
        stub.script().on(S3Operation.COMPLETE_MULTIPART_UPLOAD).then(S3Fault.loseAnswer());

        assertThatThrownBy(() -> store.put(LARGE, LARGE_BODY, PutIf.absent()))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(store.read(LARGE, ReadIf.range(0, 0))).isInstanceOf(BlobRead.Found.class);
    }

    @Test
    void uploadWhoseCompletionMayYetHappenIsLeftAlone() {
        stub.script().on(S3Operation.COMPLETE_MULTIPART_UPLOAD).then(S3Fault.internalError());
        int before = stub.count(S3Operation.ABORT_MULTIPART_UPLOAD);

        assertThatThrownBy(() -> store.put(LARGE, LARGE_BODY, PutIf.absent()))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(stub.count(S3Operation.ABORT_MULTIPART_UPLOAD)).isEqualTo(before);
    }

    @Test
    void failedPartIsSentAgain() {
        stub.script().on(S3Operation.UPLOAD_PART).after(1).times(2).then(S3Fault.internalError());

        assertThat(store.put(LARGE, LARGE_BODY, PutIf.absent())).isInstanceOf(PutResult.Stored.class);
    }

    @Test
    void uploadThatFailsIsGivenUpAndNoUnknownOutcome() {
        stub.script().on(S3Operation.UPLOAD_PART).after(1).always().then(S3Fault.internalError());

        var failure = catchThrowableOfType(StorageException.class, () -> store.put(LARGE, LARGE_BODY, PutIf.absent()));

        assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(stub.bucket(StubStore.BUCKET).uploadIds()).isEmpty();
        assertThat(store.read(LARGE, ReadIf.always())).isEqualTo(new BlobRead.Absent());
    }

    @Test
    void refusedUploadIsGivenUp() {
        store.put(LARGE, BlobBody.of("theirs".getBytes(UTF_8)), PutIf.absent());

        assertThat(store.put(LARGE, LARGE_BODY, PutIf.absent())).isEqualTo(new PutResult.Refused());

        assertThat(stub.bucket(StubStore.BUCKET).uploadIds()).isEmpty();
    }

    @Test
    void lostAnswerOfADeleteIsUnknownUnlessARepetitionSucceeds() {
        stub.script().on(S3Operation.DELETE_OBJECT).then(S3Fault.loseAnswer());
        store.delete(KEY);

        stub.script().on(S3Operation.DELETE_OBJECT).always().then(S3Fault.loseAnswer());
        assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(OutcomeUnknownException.class);
    }

    static S3Options impatient(S3Stub stub) {
        S3Options options = StubStore.options(stub);
        return new S3Options(
                options.endpoint(),
                options.bucket(),
                options.keyPrefix(),
                options.tarballAcl(),
                options.encryption(),
                options.checksums(),
                options.writers(),
                Duration.ofSeconds(5),
                4);
    }

    private PutResult put(String text, PutIf condition) {
        return store.put(KEY, BlobBody.of(text.getBytes(UTF_8)), condition);
    }
}
