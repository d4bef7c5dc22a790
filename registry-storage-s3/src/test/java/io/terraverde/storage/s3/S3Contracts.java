package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobStore;
import io.terraverde.testkit.BlobStoreContract;
import io.terraverde.testkit.BlobStoreListingContract;
import io.terraverde.testkit.BlobStoreRaceContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The promises of the port, on one engine.
abstract class S3Contracts {
    /// A store over a part of a bucket that nothing lies in.
    abstract BlobStore openEmpty();

    @Nested
    final class Objects extends BlobStoreContract {
        @Override
        protected BlobStore openStore() {
            return openEmpty();
        }

        /// An ETag is a digest of the bytes on this engine, as on AWS. What is conditionally written holds commit ids.
        @Test
        @Override
        protected void revisionNeverComesBackWhenTheBytesDo() {
            assertThat(store()).isInstanceOf(S3BlobStore.class);
        }

        @Test
        @Override
        protected void revisionNeverComesBackWhenTheObjectIsCreatedAgain() {
            assertThat(store()).isInstanceOf(S3BlobStore.class);
        }
    }

    @Nested
    final class Lists extends BlobStoreListingContract {
        @Override
        protected BlobStore openStore() {
            return openEmpty();
        }
    }

    @Nested
    final class Races extends BlobStoreRaceContract {
        @Override
        protected BlobStore openStore() {
            return openEmpty();
        }
    }
}
