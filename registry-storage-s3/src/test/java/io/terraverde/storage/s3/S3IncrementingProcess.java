package io.terraverde.storage.s3;

import io.terraverde.testkit.Increments;

/// A process that increments a counter in the store of the environment: `{door} {prefix} {threads} {updates per
/// thread} {seed}`.
final class S3IncrementingProcess {
    private S3IncrementingProcess() {}

    public static void main(String[] arguments) {
        S3Options options = LiveStoreTest.options(Integer.parseInt(arguments[0]), arguments[1]);
        long seed = Long.parseLong(arguments[4]);
        try (S3BlobStore store = S3BlobStore.open(options, StubStore.sources(seed), S3Observer.none())) {
            Increments.run(store, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), seed);
        }
    }
}
