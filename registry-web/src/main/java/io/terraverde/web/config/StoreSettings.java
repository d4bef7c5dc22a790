package io.terraverde.web.config;

import java.nio.file.Path;
import java.time.Duration;

/// Where packages and the state shared by instances are kept.
public sealed interface StoreSettings {
    /// A folder, `storage:`.
    ///
    /// @param folder absolute; it need not exist
    record Files(Path folder) implements StoreSettings {}

    /// A bucket, `store: aws-s3-storage:`.
    ///
    /// @param bucket which one, and how it is reached
    record S3(S3Settings bucket) implements StoreSettings {}

    /// How long an instance may answer from its cache when nobody says it. Asking a folder costs next to nothing.
    default Duration usualLease() {
        return switch (this) {
            case Files(Path _) -> Duration.ZERO;
            case S3(S3Settings _) -> Duration.ofMillis(500);
        };
    }
}
