package io.terraverde.storage.s3;

import io.terraverde.storage.BlobStore;
import io.terraverde.storage.s3.testkit.S3Quirk;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.BlobStoreContract;
import io.terraverde.testkit.BlobStoreListingContract;
import io.terraverde.testkit.BlobStoreRaceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/// The promises of the port on the stub: as AWS and Ceph 20 are, and as some others are.
final class StubContractTest {
    private final S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();

    @AfterEach
    void stop() {
        stub.close();
    }

    @Nested
    final class AsAws extends S3Contracts {
        @Override
        BlobStore openEmpty() {
            return StubStore.open(stub);
        }
    }

    /// Each write makes another ETag, so revisions never come back.
    @Nested
    final class WithOpaqueEtags {
        private final S3Stub opaque = S3Stub.builder()
                .bucket(StubStore.BUCKET)
                .quirks(S3Quirk.OPAQUE_ETAGS, S3Quirk.NO_ETAG_IN_304)
                .start();

        @AfterEach
        void stopOpaque() {
            opaque.close();
        }

        @Nested
        final class Objects extends BlobStoreContract {
            @Override
            protected BlobStore openStore() {
                return StubStore.open(opaque);
            }
        }
    }

    @Nested
    final class LikeCeph18 {
        private final S3Stub old = S3Stub.builder()
                .bucket(StubStore.BUCKET)
                .quirks(
                        S3Quirk.WANTS_IF_MATCH_UNQUOTED,
                        S3Quirk.IGNORES_CONDITIONS_ON_COMPLETE,
                        S3Quirk.ANSWERS_412_FOR_MISSING_KEY)
                .start();

        @AfterEach
        void stopOld() {
            old.close();
        }

        @Nested
        final class Races extends BlobStoreRaceContract {
            @Override
            protected BlobStore openStore() {
                return StubStore.open(old);
            }
        }
    }

    /// Two keys a page, whatever is asked for.
    @Nested
    final class WithSmallPages {
        private final S3Stub small =
                S3Stub.builder().bucket(StubStore.BUCKET).maxPage(2).start();

        @AfterEach
        void stopSmall() {
            small.close();
        }

        @Nested
        final class Lists extends BlobStoreListingContract {
            @Override
            protected BlobStore openStore() {
                return StubStore.open(small);
            }
        }
    }
}
