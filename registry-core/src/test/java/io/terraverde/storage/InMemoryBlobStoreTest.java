package io.terraverde.storage;

import io.terraverde.testkit.BlobStoreContract;
import io.terraverde.testkit.BlobStoreListingContract;
import io.terraverde.testkit.BlobStoreRaceContract;
import io.terraverde.testkit.ManualClock;
import org.junit.jupiter.api.Nested;

final class InMemoryBlobStoreTest {
    @Nested
    final class Objects extends BlobStoreContract {
        @Override
        protected BlobStore openStore() {
            return new InMemoryBlobStore(new ManualClock());
        }
    }

    @Nested
    final class Lists extends BlobStoreListingContract {
        @Override
        protected BlobStore openStore() {
            return new InMemoryBlobStore(new ManualClock());
        }
    }

    @Nested
    final class Races extends BlobStoreRaceContract {
        @Override
        protected BlobStore openStore() {
            return new InMemoryBlobStore(new ManualClock());
        }
    }
}
