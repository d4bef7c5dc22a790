package io.terraverde.storage.fs;

import io.terraverde.storage.BlobStore;
import io.terraverde.testkit.BlobStoreContract;
import io.terraverde.testkit.BlobStoreListingContract;
import io.terraverde.testkit.BlobStoreRaceContract;
import io.terraverde.testkit.ManualClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The clock stands still: revisions must not depend on its going.
final class FsBlobStoreTest {
    @TempDir
    private Path root;

    private BlobStore openRoot() {
        return FsBlobStore.open(root, new ManualClock());
    }

    @Nested
    final class Objects extends BlobStoreContract {
        @Override
        protected BlobStore openStore() {
            return openRoot();
        }
    }

    @Nested
    final class Lists extends BlobStoreListingContract {
        @Override
        protected BlobStore openStore() {
            return openRoot();
        }
    }

    @Nested
    final class Races extends BlobStoreRaceContract {
        @Override
        protected BlobStore openStore() {
            return openRoot();
        }
    }
}
