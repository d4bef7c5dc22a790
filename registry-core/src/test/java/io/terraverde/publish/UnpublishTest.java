package io.terraverde.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnpublishTest {
    private static final String NAME = "left-pad";
    private static final PackageName PACKAGE = PackageName.parse(NAME);
    private static final String PACKUMENT = "left-pad/package.json";
    private static final String FIRST_FILE = "left-pad-1.0.0.tgz";
    private static final String FIRST_KEY = "left-pad/left-pad-1.0.0.tgz";

    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final PackageEditor editor = registry.editor();

    @BeforeEach
    void publish() {
        registry.publish(NAME, "1.0.0");
        registry.publish(NAME, "1.1.0");
    }

    @Test
    void versionGoesWithItsTagsItsTimeAndItsFile() {
        editor.distTags(PACKAGE, Map.of("stable", Optional.of("1.1.0")));

        keep("1.0.0");

        Packument packument = registry.packument(NAME);
        assertThat(packument.versions()).containsOnlyKeys("1.0.0");
        assertThat(packument.distTags()).containsExactly(Map.entry("latest", "1.0.0"));
        assertThat(packument.time()).doesNotContainKey("1.1.0");
        assertThat(packument.attachments()).containsOnlyKeys(FIRST_FILE);
        assertThat(packument.retired()).containsExactly("left-pad-1.1.0.tgz");
        assertThat(StoreContents.bytes(inner, "left-pad/left-pad-1.1.0.tgz")).isEmpty();
        StoreContents.assertConsistent(inner);
    }

    @Test
    void lastVersionLeavesAnEmptyPackage() {
        keep();

        Packument packument = registry.packument(NAME);
        assertThat(packument.versions()).isEmpty();
        assertThat(packument.distTags()).isEmpty();
        assertThat(packument.unpublished()).isEmpty();
        assertThat(registry.names().all()).containsExactly(PACKAGE);
    }

    @Test
    void fileIsDeletedOnlyAfterTheCommit() {
        store.once(Operation.PUT, BlobKey.of(PACKUMENT)::equals, new Fault.Fail(Kind.FULL));

        assertThatThrownBy(() -> keep("1.1.0")).isInstanceOf(StorageException.class);

        assertThat(store.calls(Operation.DELETE)).isZero();
        StoreContents.assertConsistent(inner);
    }

    @Test
    void fileThatCannotBeDeletedIsNoFailureAndIsSweptLater() {
        store.once(Operation.DELETE, new Fault.Fail(Kind.UNAVAILABLE));

        keep("1.1.0");

        assertThat(StoreContents.bytes(inner, FIRST_KEY)).isPresent();
        registry.clock().advance(Duration.ofDays(2));
        assertThat(registry.sweeper(Duration.ofDays(1)).sweep()).isEqualTo(1);
        assertThat(StoreContents.bytes(inner, FIRST_KEY)).isEmpty();
    }

    @Test
    void removingTheFileOfAnUnpublishedVersionMaySucceedTwice() {
        keep("1.1.0");

        editor.unpublishFile(PACKAGE, FIRST_FILE);
        editor.unpublishFile(PACKAGE, FIRST_FILE);

        assertThat(registry.packument(NAME).versions()).containsOnlyKeys("1.1.0");
    }

    @Test
    void removedFileIsAcknowledgedOnlyWhenNoInstanceNamesItAnyMore() {
        FakeTime time = new FakeTime();
        Duration lease = Duration.ofMillis(500);
        RegistryFixture reader = RegistryFixture.over(store, lease, time, 2);
        RegistryFixture repeater = RegistryFixture.over(store, lease, time, 3);
        assertThat(reader.packuments().find(PACKAGE)).isPresent();
        // By an instance that does not wait, like one that dies before it has answered.
        keep("1.1.0");

        repeater.editor().unpublishFile(PACKAGE, FIRST_FILE);

        assertThat(reader.packuments().find(PACKAGE).orElseThrow().value().versions())
                .containsOnlyKeys("1.1.0");
    }

    @Test
    void canonicalNameOfAVersionStoredUnderAnotherIsRetiredToo() {
        keep("1.1.0");
        registry.publish(NAME, "1.0.0");
        StoreContents.put(inner, "left-pad/left-pad-1.2.0.tgz", "a leftover");
        registry.publish(NAME, "1.2.0");

        keep("1.1.0");
        editor.unpublishFile(PACKAGE, FIRST_FILE);
        editor.unpublishFile(PACKAGE, "left-pad-1.2.0.tgz");

        assertThat(registry.packument(NAME).retired()).contains(FIRST_FILE, "left-pad-1.2.0.tgz");
        assertThat(StoreContents.of(inner).keySet())
                .extracting(BlobKey::value)
                .containsExactly(".verdaccio-db.json", "left-pad/left-pad-1.1.0.tgz", PACKUMENT);
    }

    @Test
    void fileOfAVersionThatIsThereIsNotRemoved() {
        assertThatThrownBy(() -> editor.unpublishFile(PACKAGE, FIRST_FILE))
                .isInstanceOf(RegistryException.Conflict.class)
                .hasMessageContaining("1.0.0");

        StoreContents.assertConsistent(inner);
    }

    @Test
    void unknownFileIsNotFound() {
        for (String file : new String[] {"left-pad-9.9.9.tgz", "package.json", "../x.tgz", ""}) {
            assertThatThrownBy(() -> editor.unpublishFile(PACKAGE, file))
                    .as(file)
                    .isInstanceOf(RegistryException.NotFound.class);
        }
    }

    @Test
    void attachmentWithoutVersionIsRemoved() {
        withVerdacciosAttachment("left-pad-0.1.0.tgz");

        editor.unpublishFile(PACKAGE, "left-pad-0.1.0.tgz");

        assertThat(registry.packument(NAME).attachments()).doesNotContainKey("left-pad-0.1.0.tgz");
        assertThat(StoreContents.bytes(inner, "left-pad/left-pad-0.1.0.tgz")).isEmpty();
    }

    @Test
    void fileThatTwoVersionsShareStaysWithTheOther() {
        String shared = new String(StoreContents.bytes(inner, PACKUMENT).orElseThrow(), UTF_8)
                .replace("/-/left-pad-1.1.0.tgz", "/-/left-pad-1.0.0.tgz");
        StoreContents.put(inner, PACKUMENT, shared);

        keep("1.1.0");

        assertThat(StoreContents.bytes(inner, FIRST_KEY)).isPresent();
        assertThat(registry.packument(NAME).retired()).doesNotContain(FIRST_FILE);
    }

    @Test
    void packageGoesWithEverythingInItsFolder() {
        StoreContents.put(inner, "left-pad/left-pad-1.2.0.tgz", "a leftover");
        String rev = registry.packument(NAME).rev();

        editor.unpublish(PACKAGE, rev);

        assertThat(StoreContents.of(inner).keySet())
                .extracting(BlobKey::value)
                .containsExactly(".verdaccio-db.json", PACKUMENT);
        Packument tombstone = registry.packument(NAME);
        assertThat(tombstone.unpublished()).isPresent();
        assertThat(tombstone.retired())
                .containsExactlyInAnyOrder(FIRST_FILE, "left-pad-1.1.0.tgz", "left-pad-1.2.0.tgz");
        assertThat(registry.names().all()).isEmpty();
        assertThatThrownBy(() -> registry.reader().find(PACKAGE)).isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> editor.unpublish(PACKAGE, rev)).isInstanceOf(RegistryException.NotFound.class);
    }

    @Test
    void packageThatChangedSinceItWasReadStays() {
        String read = registry.packument(NAME).rev();
        registry.publish(NAME, "1.2.0");

        assertThatThrownBy(() -> editor.unpublish(PACKAGE, read))
                .isInstanceOf(RegistryException.Conflict.class)
                .hasMessageContaining(read);

        assertThat(registry.packument(NAME).versions()).containsOnlyKeys("1.0.0", "1.1.0", "1.2.0");
        assertThat(registry.names().all()).containsExactly(PACKAGE);
        StoreContents.assertConsistent(inner);
    }

    @Test
    void packageThatIsPublishedAgainMeanwhileIsNeverOutOfTheList() {
        AtomicInteger writes = new AtomicInteger();
        store.once(Operation.DELETE, new Fault.Meanwhile(behind -> {
            RegistryFixture.over(behind, 1 << 20, 2).publish(NAME, "2.0.0");
            store.always(
                    Operation.PUT,
                    RegistryFixture.NAMES::equals,
                    new Fault.Meanwhile(ignored -> writes.incrementAndGet()));
        }));

        registry.unpublish(NAME);

        assertThat(writes).hasValue(0);
        assertThat(registry.names().all()).containsExactly(PACKAGE);
        assertThat(registry.packument(NAME).versions()).containsOnlyKeys("2.0.0");
    }

    @Test
    void packageWhoseFilesCannotBeDeletedStaysListedForTheSweeper() {
        store.once(Operation.DELETE, new Fault.Fail(Kind.UNAVAILABLE));

        registry.unpublish(NAME);

        assertThat(registry.names().all()).containsExactly(PACKAGE);
        registry.clock().advance(Duration.ofDays(2));
        assertThat(registry.sweeper(Duration.ofDays(1)).sweep()).isEqualTo(1);
        assertThat(StoreContents.of(inner).keySet())
                .extracting(BlobKey::value)
                .containsExactly(".verdaccio-db.json", PACKUMENT);
    }

    private void keep(String... versions) {
        editor.edit(
                PACKAGE,
                Optional.of(registry.packument(NAME).rev()),
                new PackageEdit(
                        Optional.of(Set.of(versions)), Map.of(), Optional.empty(), Optional.empty(), Optional.empty()),
                "alice");
    }

    private void withVerdacciosAttachment(String file) {
        StoreContents.put(inner, "left-pad/" + file, "bytes");
        registry.packuments()
                .update(
                        PACKAGE,
                        present -> present.orElseThrow()
                                .change()
                                .attachment(file, "", "")
                                .build());
    }
}
