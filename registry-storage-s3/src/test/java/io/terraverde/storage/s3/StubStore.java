package io.terraverde.storage.s3;

import io.terraverde.storage.s3.S3Options.Credentials;
import io.terraverde.storage.s3.testkit.S3Stub;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.RunningClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Options for tests, and stores that are opened with them.
final class StubStore {
    static final String BUCKET = "registry";

    private StubStore() {}

    /// A bucket of a stub, under no prefix.
    static S3Options options(S3Stub stub) {
        return options(stub.endpoint(), stub.access(), stub.secret(), BUCKET, "");
    }

    static S3Options options(URI endpoint, String access, String secret, String bucket, String prefix) {
        return new S3Options(
                new S3Options.Endpoint(
                        Optional.of(endpoint),
                        Optional.of("us-east-1"),
                        S3Options.AddressStyle.PATH,
                        Optional.of(new Credentials(access, secret, Optional.empty())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                bucket,
                prefix,
                "private",
                new S3Options.Encryption.OfBucket(),
                S3Options.Checksums.WHEN_SUPPORTED,
                S3Options.Writers.MANY,
                Duration.ofSeconds(20),
                64);
    }

    static S3BlobStore open(S3Stub stub) {
        return open(options(stub));
    }

    static S3BlobStore open(S3Options options) {
        return S3BlobStore.open(options, sources(options.hashCode()), S3Observer.none());
    }

    /// @param seed different for every process over one bucket
    static S3BlobStore.Sources sources(long seed) {
        return new S3BlobStore.Sources(
                duration -> LockSupport.parkNanos(duration.toNanos()), new RunningClock(), CounterFormat.seeded(seed));
    }
}
