package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.Revision;
import io.terraverde.testkit.BlobStoreContract;
import io.terraverde.testkit.BlobStoreListingContract;
import io.terraverde.testkit.BlobStoreRaceContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The promises of the port, on one engine.
abstract class S3Contracts {
    private static final BlobKey KEY = BlobKey.of("@acme/base/package.json");

    /// A store over a part of a bucket that nothing lies in.
    abstract BlobStore openEmpty();

    @Nested
    final class Objects extends BlobStoreContract {
        @Override
        protected BlobStore openStore() {
            return openEmpty();
        }

        /// An ETag is a digest of the bytes here, as on AWS. What is conditionally written holds commit ids, so its
        /// bytes never come back.
        @Test
        @Override
        protected void revisionNeverComesBackWhenTheBytesDo() {
            Revision first = written("A");

            assertThat(written("B")).isNotEqualTo(first);
            assertThat(written("A")).isEqualTo(first);
        }

        @Test
        @Override
        protected void revisionNeverComesBackWhenTheObjectIsCreatedAgain() {
            Revision first = written("A");
            store().delete(KEY);

            assertThat(written("A")).isEqualTo(first);
        }

        private Revision written(String text) {
            PutResult result = store().put(KEY, BlobBody.of(text.getBytes(StandardCharsets.UTF_8)), PutIf.always());
            return ((PutResult.Stored) result).meta().revision();
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
