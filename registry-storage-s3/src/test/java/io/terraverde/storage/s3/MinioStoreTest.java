package io.terraverde.storage.s3;

import io.terraverde.storage.BlobStore;
import io.terraverde.testkit.Skips;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/// The promises of the port on MinIO, in a container, where a Docker engine runs and the image can be had. It is the
/// image of `docker-compose.yml`; older releases lose updates.
final class MinioStoreTest extends S3Contracts {
    private static final String IMAGE = "alpine/minio:RELEASE.2025-10-15T17-29-55Z";
    private static final int PORT = 9000;
    private static final String USER = "minio-user";
    private static final String PASSWORD = "minio-password";

    private static @Nullable GenericContainer<?> minio;

    @BeforeAll
    static void start() {
        Skips.unless(
                DockerClientFactory.instance().isDockerAvailable(), "the contract on MinIO; no Docker engine answers");
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withCommand("server", "/home/minio/data")
                .withEnv(Map.of("MINIO_ROOT_USER", USER, "MINIO_ROOT_PASSWORD", PASSWORD))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/minio/health/live").forPort(PORT));
        try {
            container.start();
        } catch (ContainerFetchException e) {
            Skips.unless(false, "the contract on MinIO; the image cannot be had: " + e.getMessage());
        }
        minio = container;
        S3Options options = options("");
        try (S3Clients clients = S3Clients.of(options, S3Observer.none())) {
            clients.repeating().createBucket(request -> request.bucket(options.bucket()));
        }
    }

    @AfterAll
    static void stop() {
        if (minio != null) {
            minio.stop();
        }
    }

    @Override
    BlobStore openEmpty() {
        return StubStore.open(options("test-" + System.nanoTime() + "/"));
    }

    private static S3Options options(String prefix) {
        GenericContainer<?> running = minio;
        if (running == null) {
            throw new IllegalStateException("MinIO was not started");
        }
        URI endpoint = URI.create("http://" + running.getHost() + ":" + running.getMappedPort(PORT));
        return StubStore.options(endpoint, USER, PASSWORD, StubStore.BUCKET, prefix);
    }
}
