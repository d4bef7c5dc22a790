package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobStore;
import io.terraverde.testkit.ChildJvm;
import io.terraverde.testkit.Increments;
import io.terraverde.testkit.Skips;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/// The promises of the port on a real store, which the environment names: `S3_ENDPOINTS` (one or more doors to one
/// store, separated by commas), `S3_ACCESS`, `S3_SECRET`, and `S3_BUCKET` when it is not `registry`. The bucket is made
/// when it is missing; the tests use a key prefix of their own.
final class LiveStoreTest extends S3Contracts {
    private final String prefix = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + "/";

    @BeforeAll
    static void requireStore() {
        Skips.unless(
                System.getenv("S3_ENDPOINTS") != null,
                "the contract on a real S3 store; set S3_ENDPOINTS, S3_ACCESS and S3_SECRET to run it");
        S3Options options = options(0, "");
        try (S3Clients clients = S3Clients.of(options, S3Observer.none())) {
            clients.repeating().createBucket(request -> request.bucket(options.bucket()));
        } catch (BucketAlreadyOwnedByYouException _) {
            // From an earlier run.
        }
    }

    @Override
    BlobStore openEmpty() {
        return StubStore.open(options(0, prefix));
    }

    @Test
    void incrementsOfTwoProcessesThroughTwoDoorsAllCount() throws IOException, InterruptedException {
        try (ChildJvm one = ChildJvm.start(S3IncrementingProcess.class, "0", prefix, "3", "20", "1");
                ChildJvm two = ChildJvm.start(S3IncrementingProcess.class, "1", prefix, "3", "20", "2")) {
            assertThat(one.exit()).isZero();
            assertThat(two.exit()).isZero();
        }

        try (BlobStore store = openEmpty()) {
            assertThat(Increments.total(store)).isEqualTo(120);
        }
    }

    /// @param door which of the endpoints, if there are several
    static S3Options options(int door, String prefix) {
        List<String> doors = List.of(System.getenv("S3_ENDPOINTS").split(",", -1));
        return StubStore.options(
                URI.create(doors.get(door % doors.size())),
                System.getenv("S3_ACCESS"),
                System.getenv("S3_SECRET"),
                System.getenv().getOrDefault("S3_BUCKET", StubStore.BUCKET),
                prefix);
    }
}
