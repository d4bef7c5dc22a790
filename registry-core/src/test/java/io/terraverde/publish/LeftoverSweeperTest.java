package io.terraverde.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftoverSweeperTest {
    private static final String NAME = "left-pad";
    private static final PackageName PACKAGE = PackageName.parse(NAME);
    private static final String LEFTOVER = "left-pad/left-pad-9.0.0.tgz";
    private static final Duration GRACE = Duration.ofDays(1);

    private final ManualClock storeClock = new ManualClock();
    private final FaultyBlobStore store = new FaultyBlobStore(new InMemoryBlobStore(storeClock));
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final LeftoverSweeper sweeper = registry.sweeper(GRACE);

    @Test
    void oldFileThatNobodyNamesIsRetiredAndDeleted() {
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, LEFTOVER, "left by a dead publisher");
        graceIsOver();

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(StoreContents.bytes(store, LEFTOVER)).isEmpty();
        assertThat(registry.packument(NAME).retired()).containsExactly("left-pad-9.0.0.tgz");
        StoreContents.assertConsistent(store);
    }

    @Test
    void youngFileStaysBecauseItsCommitMayBeUnderWay() {
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, LEFTOVER, "written a moment ago");
        registry.clock().advance(GRACE);

        assertThat(sweeper.sweep()).isZero();

        assertThat(StoreContents.bytes(store, LEFTOVER)).isPresent();
    }

    @Test
    void whatThePackumentNamesInAnyWayStays() {
        registry.publish(NAME, "1.0.0");
        for (String file : new String[] {"left-pad-0.1.0.tgz", "left-pad-1.0.0.sigstore"}) {
            StoreContents.put(store, "left-pad/" + file, "registered");
            registry.packuments()
                    .update(
                            PACKAGE,
                            present -> present.orElseThrow()
                                    .change()
                                    .attachment(file, "", "")
                                    .build());
        }
        graceIsOver();
        Map<?, ?> before = StoreContents.of(store);

        assertThat(sweeper.sweep()).isZero();

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void filesOfOthersStay() {
        registry.publish(NAME, "1.0.0");
        for (String file :
                new String[] {"package.json.lock", "left-pad-1.0.0.tgz.tmp-12", "notes.txt", ".hidden.tgz"}) {
            StoreContents.put(store, "left-pad/" + file, "not ours");
        }
        graceIsOver();
        Map<?, ?> before = StoreContents.of(store);

        assertThat(sweeper.sweep()).isZero();

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void leftoverOfAFirstPublishIsSweptAndThePackageStaysAbsent() {
        registry.names().add(PACKAGE);
        StoreContents.put(store, LEFTOVER, "left before the first commit");
        graceIsOver();

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(StoreContents.bytes(store, LEFTOVER)).isEmpty();
        assertThat(registry.packument(NAME).unpublished()).isPresent();
        registry.publish(NAME, "9.0.0");
        assertThat(Optional.ofNullable(registry.packument(NAME).versions().get("9.0.0"))
                        .orElseThrow()
                        .tarballFile())
                .isNotEqualTo("left-pad-9.0.0.tgz");
        StoreContents.assertConsistent(store);
    }

    /// Verdaccio knows nothing of retired names; a storage that it wrote to may use one again.
    @Test
    void retiredFileThatAVersionNamesStays() {
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, LEFTOVER, "a leftover");
        graceIsOver();
        String packument =
                new String(StoreContents.bytes(store, "left-pad/package.json").orElseThrow(), UTF_8);
        StoreContents.put(
                store,
                "left-pad/package.json",
                packument.replace("\"_commits\"", "\"_retired\":[\"left-pad-1.0.0.tgz\"],\"_commits\""));

        assertThat(sweeper.sweep()).isEqualTo(1);

        StoreContents.assertConsistent(store);
    }

    @Test
    void packageThatFailsDoesNotKeepTheOthersFromBeingSwept() {
        registry.publish("broken", "1.0.0");
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, "broken/broken-9.0.0.tgz", "a leftover");
        StoreContents.put(store, LEFTOVER, "a leftover");
        graceIsOver();
        store.always(Operation.READ, BlobKey.of("broken/package.json")::equals, new Fault.Fail(Kind.UNAVAILABLE));

        assertThat(sweeper.sweep()).isEqualTo(1);

        assertThat(StoreContents.bytes(store, LEFTOVER)).isEmpty();
    }

    @Test
    void nothingIsDeletedWhenTheNamesCannotBeRetired() {
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, LEFTOVER, "a leftover");
        graceIsOver();
        store.always(Operation.PUT, key -> true, new Fault.Fail(Kind.FULL));

        assertThat(sweeper.sweep()).isZero();

        assertThat(store.calls(Operation.DELETE)).isZero();
    }

    @Test
    void secondSweepFindsNothing() {
        registry.publish(NAME, "1.0.0");
        StoreContents.put(store, LEFTOVER, "a leftover");
        graceIsOver();
        sweeper.sweep();
        int writes = store.calls(Operation.PUT);

        assertThat(sweeper.sweep()).isZero();

        assertThat(store.calls(Operation.PUT)).isEqualTo(writes);
    }

    private void graceIsOver() {
        registry.clock().advance(GRACE.plusSeconds(1));
    }
}
