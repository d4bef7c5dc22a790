package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.LargePackage;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.registry.SharedRegistry;
import io.terraverde.it.shell.Folders;
import io.terraverde.it.shell.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tarballs larger than the memory of the server.
@Tag("fix")
class LargeTarballIT {
    private static final long BYTES = 400L << 20;
    private static final Path FOLDER = Folders.fresh("large");

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.with(RegistrySetup.standard()
            .with("max_body_size: 20mb", "max_body_size: 1gb")
            .withJvm("-Xmx256m"));

    @AfterAll
    static void deleteWhatIsLarge() {
        registry.running().close();
        Folders.delete(registry.running().storage());
        Folders.delete(FOLDER);
    }

    @Test
    void tarballOf400MegabytesIsPublishedAndServedBack() throws IOException {
        PackageSource source = aPackage("@acme/large");
        RegistryHttp alice = registry.as("alice");
        LargePackage large = LargePackage.write(source, BYTES, FOLDER.resolve("large.tgz"));

        alice.put(PublishDocument.path("@acme/large"), large.document()).is(201);

        var dist = alice.served("@acme/large").version("1.0.0").path("dist");
        assertThat(dist.path("integrity").asString()).isEqualTo(large.integrity());
        try (InputStream served = alice.open(dist.path("tarball").asString())) {
            assertThat(LargePackage.integrity(served)).isEqualTo(large.integrity());
        }
        assertThat(registry.running().isAlive()).isTrue();
    }

    @Test
    void manyPublishesAtOnceFitIntoTheMemory() {
        RegistryHttp alice = registry.as("alice");
        PackageSource source = aPackage("@acme/medium");
        LargePackage medium = LargePackage.write(source, 32L << 20, FOLDER.resolve("medium.tgz"));
        List<Callable<Integer>> publishes = IntStream.range(0, 12)
                .mapToObj(_ ->
                        (Callable<Integer>) () -> alice.put(PublishDocument.path("@acme/medium"), medium.document())
                                .status())
                .toList();

        List<Integer> statuses = Parallel.all(12, publishes);

        assertThat(statuses).containsOnly(201);
        alice.served("@acme/medium").tarball("1.0.0");
    }
}
