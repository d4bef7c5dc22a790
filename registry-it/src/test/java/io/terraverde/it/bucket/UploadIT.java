package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Patience;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Gate;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Large tarballs, which go to the store in parts, and uploads that end half-way.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UploadIT {
    private static final long BYTES = 40L << 20;
    private static final String DOOMED = "doomed";
    private static final Path FOLDER = Folders.fresh("uploads");

    private static final S3Stub stub = BucketSetup.aStub().bucket(DOOMED).start();
    private static final S3Bucket bucket = BucketSetup.bucketOf(stub);

    /// What instances left behind that died.
    private static final String OLD = bucket.beginUpload("left/left-1.0.0.tgz", Duration.ofDays(2));

    private static final String YOUNG = bucket.beginUpload("left/left-1.0.1.tgz", Duration.ofMinutes(1));

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(roomy());

    @AfterEach
    void heal() {
        stub.script().heal();
    }

    @AfterAll
    static void closeStub() {
        stub.close();
        Folders.delete(FOLDER);
    }

    @Test
    void uploadWhosePartsFailIsGivenUp() {
        RegistryHttp alice = registry.as("alice");
        LargePackage large = large("@acme/parts");
        stub.script().on(S3Operation.UPLOAD_PART).after(2).always().then(S3Fault.internalError());

        assertToBeRepeated(alice.put(PublishDocument.path("@acme/parts"), large.document()));

        assertNothingUploading(bucket);
        alice.get("/@acme%2fparts").is(404);
        stub.script().heal();
        alice.put(PublishDocument.path("@acme/parts"), large.document()).is(201);
        alice.served("@acme/parts").tarball("1.0.0");
    }

    @Test
    void uploadWhoseCompletionIsRefusedIsGivenUp() {
        RegistryHttp alice = registry.as("alice");
        LargePackage large = large("@acme/whole");
        stub.script().on(S3Operation.COMPLETE_MULTIPART_UPLOAD).always().then(S3Fault.answer(400, "InvalidPart"));

        assertToBeRepeated(alice.put(PublishDocument.path("@acme/whole"), large.document()));

        assertNothingUploading(bucket);
        alice.get("/@acme%2fwhole").is(404);
    }

    @Test
    void lostAnswerToACompletionIsHarmless() {
        RegistryHttp alice = registry.as("alice");
        LargePackage large = large("@acme/unheard");
        stub.script().on(S3Operation.COMPLETE_MULTIPART_UPLOAD).then(S3Fault.loseAnswer());

        alice.put(PublishDocument.path("@acme/unheard"), large.document()).is(201);

        alice.served("@acme/unheard").tarball("1.0.0");
        assertNothingUploading(bucket);
    }

    @Test
    void packageOfAKilledUploadIsInvisibleAndCanBePublished() throws InterruptedException {
        LargePackage large = large("@acme/killed");
        var gate = new S3Gate();
        try (Registry doomed = Registry.start(roomy().with("bucket: registry", "bucket: " + DOOMED))) {
            RegistryHttp alice = Accounts.as(doomed, "alice");
            stub.script().on(S3Operation.UPLOAD_PART).after(2).always().then(S3Fault.hold(gate));
            var publish = CompletableFuture.supplyAsync(
                    () -> alice.put(PublishDocument.path("@acme/killed"), large.document()));
            gate.awaitArrival();

            doomed.kill();

            boolean unanswered = publish.handle((_, failure) -> failure != null).join();
            stub.script().heal();
            gate.open();
            assertThat(unanswered).isTrue();
            doomed.startAgain();
            alice.get("/@acme%2fkilled").is(404);
            alice.put(PublishDocument.path("@acme/killed"), large.document()).is(201);
            alice.served("@acme/killed").tarball("1.0.0");
            assertThat(stub.bucket(DOOMED).uploadIds()).hasSize(1);
        }
    }

    /// The registry looks for them soon after its start.
    @Test
    @Order(Integer.MAX_VALUE)
    void uploadsOfTheDeadAreGivenUpWhenTheyAreOld() {
        Patience.until(
                "the old upload is gone",
                Duration.ofMinutes(4),
                () -> !bucket.uploadIds().contains(OLD));

        assertThat(bucket.uploadIds()).containsExactly(YOUNG);
    }

    private static RegistrySetup roomy() {
        return BucketSetup.over(stub).with("max_body_size: 20mb", "max_body_size: 80mb");
    }

    private static LargePackage large(String name) {
        PackageSource source = aPackage(name);
        return LargePackage.write(source, BYTES, FOLDER.resolve(name.replace('/', '-') + ".tgz"));
    }

    private static void assertNothingUploading(S3Bucket in) {
        assertThat(in.uploadIds()).isSubsetOf(OLD, YOUNG);
    }

    private static void assertToBeRepeated(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
    }
}
