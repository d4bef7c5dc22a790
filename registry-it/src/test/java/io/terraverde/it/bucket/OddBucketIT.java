package io.terraverde.it.bucket;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Folders;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stores that do things in their own way, and are good enough.
class OddBucketIT {
    private static final long MORE_THAN_ONE_PIECE = 17L << 20;

    @ParameterizedTest
    @EnumSource(names = {"IGNORES_CONDITIONS", "REFUSES_CONDITIONS"})
    void singleWriterNeedsNoConditions(S3Quirk quirk) {
        try (S3Stub stub = BucketSetup.aStub().quirks(quirk).start();
                Registry registry = Registry.start(BucketSetup.over(stub)
                        .with("    timeout: 10s\n", "    timeout: 10s\n    singleWriter: true\n"))) {
            assertThat(registry.log()).contains("conditions=unchecked").contains("singleWriter");
            assertPublishesInstallsAndEdits(registry);
        }
    }

    @Test
    void dialectOfCeph18IsSpoken() {
        try (S3Stub stub = BucketSetup.aStub()
                        .quirks(
                                S3Quirk.WANTS_IF_MATCH_UNQUOTED,
                                S3Quirk.IGNORES_CONDITIONS_ON_COMPLETE,
                                S3Quirk.IGNORES_CONDITIONS_ON_DELETE,
                                S3Quirk.ANSWERS_412_FOR_MISSING_KEY)
                        .start();
                Registry registry = Registry.start(roomy(stub))) {
            assertPublishesInstallsAndEdits(registry);
            stub.clearJournal();
            assertLargeTarballComesBack(registry);
            assertThat(stub.count(S3Operation.COMPLETE_MULTIPART_UPLOAD)).isZero();
        }
    }

    /// What Azure does behind s3proxy, and AWS with keys of the key management service.
    @Test
    void etagsNeedNotBeDigests() {
        try (S3Stub stub = BucketSetup.aStub()
                        .quirks(S3Quirk.OPAQUE_ETAGS, S3Quirk.NO_ETAG_IN_304)
                        .start();
                Registry registry = Registry.start(roomy(stub))) {
            assertPublishesInstallsAndEdits(registry);
            assertLargeTarballComesBack(registry);
            assertThat(stub.count(S3Operation.COMPLETE_MULTIPART_UPLOAD)).isPositive();
        }
    }

    private static RegistrySetup roomy(S3Stub stub) {
        return BucketSetup.over(stub).with("max_body_size: 20mb", "max_body_size: 80mb");
    }

    private static void assertPublishesInstallsAndEdits(Registry registry) {
        RegistryHttp alice = registry.http().as(registry.http().login("alice", "secret"));
        PackageSource source = aPackage("@acme/odd");

        alice.publish(source).is(201);
        alice.publish(source.withVersion("1.1.0")).is(201);
        alice.publish(source.with("description", "other")).is(409);
        alice.put("/-/package/@acme%2fodd/dist-tags/stable", "\"1.0.0\"").is(201);

        var served = alice.served("@acme/odd");
        assertThat(served.versions()).containsExactly("1.0.0", "1.1.0");
        assertThat(served.tags()).containsEntry("latest", "1.1.0").containsEntry("stable", "1.0.0");
        served.versions().forEach(served::tarball);
        alice.delete("/@acme%2fodd/-rev/" + served.json().path("_rev").asString())
                .is(201);
        alice.get("/@acme%2fodd").is(404);
    }

    private static void assertLargeTarballComesBack(Registry registry) {
        RegistryHttp alice = registry.http().as(registry.http().login("alice", "secret"));
        Path folder = Folders.fresh("large");
        LargePackage large =
                LargePackage.write(aPackage("@acme/large"), MORE_THAN_ONE_PIECE, folder.resolve("large.tgz"));

        alice.put(PublishDocument.path("@acme/large"), large.document()).is(201);

        byte[] bytes = alice.served("@acme/large").tarball("1.0.0");
        assertThat(bytes).hasSize((int) large.length());
        Folders.delete(folder);
    }
}
