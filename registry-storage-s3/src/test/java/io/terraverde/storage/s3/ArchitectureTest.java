package io.terraverde.storage.s3;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.terraverde.testkit.HouseRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private final JavaClasses backend = HouseRules.classes("io.terraverde.storage.s3");

    @Test
    void onlyTheStoreAndItsOptionsArePublic() {
        HouseRules.onlyPublic(
                        S3BlobStore.class.getName(),
                        S3BlobStore.Pauses.class.getName(),
                        S3BlobStore.Sources.class.getName(),
                        S3Observer.class.getName(),
                        SignedAddresses.class.getName(),
                        S3Options.class.getName(),
                        S3Options.Endpoint.class.getName(),
                        S3Options.AddressStyle.class.getName(),
                        S3Options.Credentials.class.getName(),
                        S3Options.Checksums.class.getName(),
                        S3Options.Writers.class.getName(),
                        S3Options.Encryption.class.getName(),
                        S3Options.Encryption.OfBucket.class.getName(),
                        S3Options.Encryption.StoreKeys.class.getName(),
                        S3Options.Encryption.Kms.class.getName())
                .check(backend);
    }

    @Test
    void backendKnowsOnlyThePort() {
        HouseRules.usesOnly("io.terraverde.storage", "io.terraverde.storage.s3").check(backend);
    }

    @Test
    void staticFieldsAreFinal() {
        HouseRules.staticFieldsAreFinal().check(backend);
    }

    @Test
    void packagesAreNullMarked() {
        HouseRules.packagesAreNullMarked().check(backend);
    }
}
