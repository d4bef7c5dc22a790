package io.terraverde.it.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.registry.FailedStart;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Outcome;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Regions;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Buckets that no registry starts on: it ends with exit code 1 and one sentence that says what to do.
class RefusedBucketIT {
    @Test
    void missingBucketIsToBeCreated() {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            String sentence = refusal(BucketSetup.over(stub).with("bucket: registry", "bucket: misspelt"));

            assertThat(sentence)
                    .contains("bucket \"misspelt\" does not exist")
                    .contains("create it, or correct store.aws-s3-storage.bucket");
        }
    }

    @Test
    void wrongAccessKeyIsToBeCorrected() {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            String sentence = refusal(BucketSetup.over(stub).with("accessKeyId: stubaccess", "accessKeyId: nobody"));

            assertThat(sentence)
                    .contains("does not accept the credentials (InvalidAccessKeyId)")
                    .contains("correct accessKeyId, secretAccessKey and sessionToken");
        }
    }

    @Test
    void wrongSecretIsToBeCorrected() {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            RegistrySetup setup = BucketSetup.over(stub).with("secretAccessKey: stubsecret", "secretAccessKey: guess");

            String sentence = refusal(setup);

            assertThat(sentence)
                    .contains("does not accept the credentials (SignatureDoesNotMatch)")
                    .contains("correct accessKeyId, secretAccessKey and sessionToken")
                    .doesNotContain("guess");
        }
    }

    @Test
    void deniedBucketNeedsPermissions() {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            stub.script().onAny().always().then(S3Fault.accessDenied());

            String sentence = refusal(BucketSetup.over(stub));

            assertThat(sentence)
                    .contains("denies access")
                    .contains("give these credentials the permissions to list, read, write and delete");
        }
    }

    @Test
    void bucketThatCannotBeWrittenNeedsPermissions() {
        try (S3Stub stub = BucketSetup.aStub().start()) {
            stub.script()
                    .onAny()
                    .when(call -> call.header("x-amz-content-sha256").isPresent() && call.bodyBytes() > 0)
                    .always()
                    .then(S3Fault.accessDenied());

            String sentence = refusal(BucketSetup.over(stub));

            assertThat(sentence)
                    .contains("denies access")
                    .contains("give these credentials the permissions to list, read, write and delete");
        }
    }

    /// Both of AWS's answers to a signature for another region.
    @ParameterizedTest
    @EnumSource(names = {"MALFORMED", "REDIRECT"})
    void wrongRegionIsToBeCorrected(S3Regions answer) {
        try (S3Stub stub = BucketSetup.aStub().region("eu-central-1", answer).start()) {
            String sentence = refusal(BucketSetup.over(stub));

            assertThat(sentence)
                    .contains("is not in region \"us-east-1\"")
                    .contains("correct store.aws-s3-storage.region");
        }
    }

    @Test
    void storeThatIgnoresConditionsIsNamed() {
        assertThat(refusalBecauseOf(S3Quirk.IGNORES_CONDITIONS))
                .contains("overwrites an object although the write asks for there being none (If-None-Match: *)");
    }

    @Test
    void storeThatIgnoresIfMatchIsNamed() {
        assertThat(refusalBecauseOf(S3Quirk.IGNORES_IF_MATCH))
                .contains("overwrites an object although the write names an older revision (If-Match)");
    }

    @Test
    void storeThatCreatesOnIfMatchIsNamed() {
        assertThat(refusalBecauseOf(S3Quirk.IGNORES_IF_MATCH_ON_MISSING_KEY))
                .contains("creates an object although the write names a revision of one (If-Match)");
    }

    @Test
    void storeThatKnowsNoConditionsIsNamed() {
        assertThat(refusalBecauseOf(S3Quirk.REFUSES_CONDITIONS)).contains("does not know conditions on writes");
    }

    private static String refusalBecauseOf(S3Quirk quirk) {
        try (S3Stub stub = BucketSetup.aStub().quirks(quirk).start()) {
            String sentence = refusal(BucketSetup.over(stub));

            assertThat(sentence).contains("use a store with conditional writes").contains("singleWriter: true");
            assertThat(BucketSetup.bucketOf(stub).keys()).isEmpty();
            return sentence;
        }
    }

    private static String refusal(RegistrySetup setup) {
        Outcome outcome = FailedStart.of(setup);

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        List<String> lines = outcome.err().lines().toList();
        assertThat(lines).as(outcome.toString()).hasSize(1);
        assertThat(lines.getFirst()).startsWith("terraverde: ");
        return lines.getFirst();
    }
}
