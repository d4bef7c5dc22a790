package io.terraverde.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Regions;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.Increments;
import io.terraverde.testkit.PatternBody;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which stores are opened, and what is said of the others.
final class ProbeTest {
    private static final BlobKey TARBALL = BlobKey.of("left-pad/left-pad-1.0.0.tgz");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            IGNORES_CONDITIONS              | overwrites an object although
            IGNORES_IF_MATCH_ON_MISSING_KEY | creates an object although
            REFUSES_CONDITIONS              | does not know conditions
            """)
    void storeThatDoesNotEnforceConditionsIsRefused(S3Quirk quirk, String said) {
        try (S3Stub stub =
                S3Stub.builder().bucket(StubStore.BUCKET).quirks(quirk).start()) {
            var failure = refusal(StubStore.options(stub));

            assertThat(failure.kind()).isEqualTo(Kind.DENIED);
            assertThat(failure).hasMessageContaining(said).hasMessageContaining("terraverde.s3.singleWriter: true");
            assertThat(stub.bucket(StubStore.BUCKET).keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IGNORES_CONDITIONS", "REFUSES_CONDITIONS", "IGNORES_IF_MATCH_ON_MISSING_KEY"})
    void withASingleWriterThisProcessEnforcesConditions(S3Quirk quirk) {
        try (S3Stub stub =
                        S3Stub.builder().bucket(StubStore.BUCKET).quirks(quirk).start();
                S3BlobStore store = StubStore.open(singleWriter(StubStore.options(stub)))) {
            Increments.run(store, 4, 10, 1);

            assertThat(Increments.total(store)).isEqualTo(40);
            assertThat(store.put(Increments.KEY, BlobBody.of("x".getBytes(UTF_8)), PutIf.absent()))
                    .isEqualTo(new PutResult.Refused());
        }
    }

    @Test
    void storeThatTakesOnlyBareEtagsIsSpokenToLikeThat() {
        try (S3Stub stub = S3Stub.builder()
                        .bucket(StubStore.BUCKET)
                        .quirks(S3Quirk.WANTS_IF_MATCH_UNQUOTED)
                        .start();
                S3BlobStore store = StubStore.open(stub)) {
            Increments.run(store, 4, 10, 1);

            assertThat(Increments.total(store)).isEqualTo(40);
        }
    }

    @Test
    void whereConditionsDoNotHoldForUploadsInPartsObjectsGoInOnePiece() {
        try (S3Stub stub = S3Stub.builder()
                        .bucket(StubStore.BUCKET)
                        .quirks(S3Quirk.IGNORES_CONDITIONS_ON_COMPLETE)
                        .start();
                S3BlobStore store = StubStore.open(stub)) {
            int uploads = stub.count(S3Operation.CREATE_MULTIPART_UPLOAD);
            PatternBody large = new PatternBody(20L << 20, 1);

            assertThat(store.put(TARBALL, large, PutIf.absent())).isInstanceOf(PutResult.Stored.class);
            assertThat(store.put(TARBALL, large, PutIf.absent())).isEqualTo(new PutResult.Refused());

            assertThat(stub.count(S3Operation.CREATE_MULTIPART_UPLOAD)).isEqualTo(uploads);
        }
    }

    @Test
    void missingBucketIsNamed() {
        try (S3Stub stub = S3Stub.builder().bucket("another").start()) {
            assertThat(refusal(StubStore.options(stub)))
                    .hasMessage("bucket \"registry\" does not exist: create it, or correct"
                            + " store.aws-s3-storage.bucket");
        }
    }

    @ParameterizedTest
    @CsvSource({"wrong, stubsecret, InvalidAccessKeyId", "stubaccess, wrong, SignatureDoesNotMatch"})
    void wrongCredentialsAreSaidToBeWrong(String access, String secret, String code) {
        try (S3Stub stub = S3Stub.builder()
                .bucket(StubStore.BUCKET)
                .credentials("stubaccess", "stubsecret")
                .start()) {
            assertThat(refusal(StubStore.options(stub.endpoint(), access, secret, StubStore.BUCKET, "")))
                    .hasMessageContaining("does not accept the credentials (" + code + ")")
                    .hasMessageContaining("correct accessKeyId, secretAccessKey");
        }
    }

    @Test
    void missingPermissionIsSaidToBeMissing() {
        try (S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start()) {
            stub.script().on(S3Operation.LIST_OBJECTS).then(S3Fault.accessDenied());
            assertThat(refusal(StubStore.options(stub))).hasMessageContaining("permissions to list, read, write");

            stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.accessDenied());
            assertThat(refusal(StubStore.options(stub)).kind()).isEqualTo(Kind.DENIED);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANY")
    void wrongRegionIsSaidToBeWrong(S3Regions others) {
        try (S3Stub stub = S3Stub.builder()
                .bucket(StubStore.BUCKET)
                .region("eu-central-1", others)
                .start()) {
            assertThat(refusal(StubStore.options(stub)))
                    .hasMessageContaining("is not in region \"us-east-1\": correct store.aws-s3-storage.region");
        }
    }

    @Test
    void storeThatDoesNotAnswerIsUnavailableAndNotRefused() {
        S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
        stub.down();

        assertThat(refusal(WriteOutcomesTest.impatient(stub)).kind()).isEqualTo(Kind.UNAVAILABLE);

        stub.up();
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.loseAnswer());
        assertThat(refusal(StubStore.options(stub)).kind()).isEqualTo(Kind.UNAVAILABLE);
        StubStore.open(stub).close();
        stub.close();
    }

    @Test
    void uploadsThatNobodyCompletedAreGivenUpWhenTheyAreOld() {
        try (S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
                S3BlobStore store = StubStore.open(stub)) {
            stub.script().on(S3Operation.UPLOAD_PART).always().then(S3Fault.internalError());
            stub.script().on(S3Operation.ABORT_MULTIPART_UPLOAD).always().then(S3Fault.internalError());
            assertThatThrownBy(() -> store.put(TARBALL, new PatternBody(20L << 20, 1), PutIf.absent()))
                    .isInstanceOf(StorageException.class);
            stub.script().heal();
            assertThat(stub.bucket(StubStore.BUCKET).uploadIds()).hasSize(1);

            assertThat(store.abortUploadsOlderThan(Duration.ofHours(1))).isZero();
            assertThat(store.abortUploadsOlderThan(Duration.ofHours(-1))).isEqualTo(1);

            assertThat(stub.bucket(StubStore.BUCKET).uploadIds()).isEmpty();
        }
    }

    @Test
    void uploadsOfOthersInTheBucketAreLeftAlone() {
        try (S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
                S3BlobStore store = StubStore.open(stub)) {
            List<String> ours = List.of(
                    "left-pad/left-pad-1.0.0.tgz",
                    "@acme/base/base-1.0.0-0123456789abcdef.tgz",
                    "team/npm/left-pad/package.json",
                    ".terraverde/cache/mirror/node-0a1b2c3d/v22.0.0/node.tar.xz");
            List<String> others = List.of("backups/site.tgz", "video.mp4", "left-pad/left-pad.tar", "x//y/y-1.tgz");
            var bucket = stub.bucket(StubStore.BUCKET);
            ours.forEach(key -> bucket.beginUpload(key, Duration.ofDays(2)));
            List<String> left = others.stream()
                    .map(key -> bucket.beginUpload(key, Duration.ofDays(2)))
                    .toList();

            assertThat(store.abortUploadsOlderThan(Duration.ofDays(1))).isEqualTo(ours.size());

            assertThat(bucket.uploadIds()).containsExactlyInAnyOrderElementsOf(left);
        }
    }

    static S3Options singleWriter(S3Options options) {
        return new S3Options(
                options.endpoint(),
                options.bucket(),
                options.keyPrefix(),
                options.tarballAcl(),
                options.encryption(),
                options.checksums(),
                S3Options.Writers.ONE,
                options.timeout(),
                options.connections());
    }

    private static StorageException refusal(S3Options options) {
        return catchThrowableOfType(
                StorageException.class, () -> StubStore.open(options).close());
    }
}
