package io.terraverde.publish;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublisherRaceTest {
    private static final String NAME = "left-pad";
    private static final int PUBLISHERS = 16;
    private static final int VERSIONS = 200;

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final RegistryFixture one = RegistryFixture.over(store, 1 << 20, 1);
    private final RegistryFixture other = RegistryFixture.over(store, 1 << 20, 2);

    @Test
    void oneOfManyPublishersOfAVersionWinsAndItsBytesAreServed() {
        for (int round = 0; round < 10; round++) {
            String version = "1.0." + round;

            List<Boolean> won = Race.of(PUBLISHERS, runner -> publishes(version, runner));

            assertThat(won).filteredOn(w -> w).hasSize(1);
            assertThat(storedTarball(version)).contains(tarball(version, won.indexOf(true)));
            StoreContents.assertConsistent(store);
        }
    }

    @Test
    void publishersOfTheSameBytesAllSucceed() {
        List<String> published =
                Race.of(PUBLISHERS, runner -> instance(runner).publish(NAME, "1.0.0", tarball("1.0.0", 0)));

        assertThat(published).hasSize(PUBLISHERS).containsOnly("1.0.0");
        assertThat(one.packument(NAME).attachments()).hasSize(1);
        StoreContents.assertConsistent(store);
    }

    @Test
    void publishersOfDifferentVersionsAllSucceed() {
        Race.of(VERSIONS, runner -> instance(runner).publish(NAME, "1.0." + runner));

        assertThat(one.packument(NAME).versions().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, VERSIONS).mapToObj(i -> "1.0." + i).toList());
        StoreContents.assertConsistent(store);
    }

    private boolean publishes(String version, int runner) {
        try {
            instance(runner).publish(NAME, version, tarball(version, runner));
            return true;
        } catch (RegistryException.Conflict e) {
            return false;
        }
    }

    private RegistryFixture instance(int runner) {
        return runner % 2 == 0 ? one : other;
    }

    private static byte[] tarball(String version, int runner) {
        return aTarballOf(NAME, version)
                .withFile("package/runner", "runner " + runner)
                .bytes();
    }

    private Optional<byte[]> storedTarball(String version) {
        String file = Optional.ofNullable(one.packument(NAME).versions().get(version))
                .orElseThrow()
                .tarballFile();
        return StoreContents.bytes(store, NAME + "/" + file);
    }
}
