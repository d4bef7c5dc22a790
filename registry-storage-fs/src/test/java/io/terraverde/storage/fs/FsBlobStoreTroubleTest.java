package io.terraverde.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.PatternBody;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.Skips;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FsBlobStoreTroubleTest {
    private static final int SIZE_BYTES = 100_000;

    @TempDir
    private Path root;

    private final ManualClock clock = new ManualClock();

    @Test
    void fullDiskIsSaidLosesNothingAndIsOverWhenThereIsRoom() throws IOException {
        try (TemporaryMount _ = TemporaryMount.at(root, "2m");
                FsBlobStore store = FsBlobStore.open(root, clock)) {
            int stored = 0;
            StorageException full = null;
            while (full == null && stored < 100) {
                try {
                    store.put(key(stored), new PatternBody(SIZE_BYTES, stored), PutIf.absent());
                    stored++;
                } catch (StorageException e) {
                    full = e;
                }
            }

            assertThat(full).isNotNull().extracting(StorageException::kind).isEqualTo(Kind.FULL);
            assertThat(stored).isGreaterThan(5);
            assertThatThrownBy(() -> store.put(key(0), new PatternBody(SIZE_BYTES, 99), PutIf.always()))
                    .satisfies(e -> assertKind(e, Kind.FULL));
            for (int i = 0; i < stored; i++) {
                assertThat(holds(store, key(i), i)).isTrue();
            }
            assertThat(store.list("", null, 1000).entries()).hasSize(stored);

            store.delete(key(1));
            store.check();
            assertThat(store.put(key(0), new PatternBody(SIZE_BYTES / 2, 99), PutIf.always()))
                    .isInstanceOf(PutResult.Stored.class);
        }
    }

    @Test
    void completelyFullDiskFailsTheCheck() throws IOException {
        try (TemporaryMount _ = TemporaryMount.at(root, "1m");
                FsBlobStore store = FsBlobStore.open(root, clock)) {
            assertThatThrownBy(() -> Files.write(root.resolve("filler"), new byte[2 << 20]))
                    .isInstanceOf(IOException.class);

            assertThatThrownBy(store::check).satisfies(e -> assertKind(e, Kind.FULL));

            Files.delete(root.resolve("filler"));
            store.check();
        }
    }

    @Test
    void readOnlyStorageIsReadAndRefusesWrites() throws IOException {
        try (TemporaryMount mount = TemporaryMount.at(root, "2m")) {
            try (FsBlobStore before = FsBlobStore.open(root, clock)) {
                before.put(key(1), new PatternBody(SIZE_BYTES, 1), PutIf.absent());
            }
            // Lock files are opened at the first write, and a mount with such files does not become read-only.
            FsBlobStore store = FsBlobStore.open(root, clock);

            mount.makeReadOnly();
            assertThat(holds(store, key(1), 1)).isTrue();
            for (PutIf condition : List.of(PutIf.always(), PutIf.absent())) {
                assertThatThrownBy(() -> store.put(key(2), new PatternBody(1, 1), condition))
                        .satisfies(e -> assertKind(e, Kind.DENIED));
            }
            assertThatThrownBy(() -> store.delete(key(1))).satisfies(e -> assertKind(e, Kind.DENIED));
            assertThatThrownBy(store::check).satisfies(e -> assertKind(e, Kind.DENIED));

            mount.makeWritable();
            store.delete(key(1));
            assertThat(store.read(key(1), ReadIf.always())).isEqualTo(new BlobRead.Absent());
            store.close();
        }
    }

    @Test
    void storageThatCannotBeWrittenIsNotOpened() throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            try (TemporaryMount mount = TemporaryMount.at(root, "1m")) {
                mount.makeReadOnly();
                assertThatThrownBy(() -> FsBlobStore.open(root.resolve("storage"), clock))
                        .satisfies(e -> assertKind(e, Kind.DENIED));
            }
        } else {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));
            assertThatThrownBy(() -> FsBlobStore.open(root.resolve("storage"), clock))
                    .satisfies(e -> assertKind(e, Kind.DENIED));
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void folderOnAnotherDeviceHoldsObjectsLikeAnyOther() throws IOException {
        Path elsewhere = Path.of("/dev/shm");
        Skips.unless(
                Files.isWritable(elsewhere) && !Files.getFileStore(elsewhere).equals(Files.getFileStore(root)),
                "no second device to write to: this test did not run");
        Path other = Files.createTempDirectory(elsewhere, "terraverde-test");
        try (FsBlobStore store = FsBlobStore.open(root, clock)) {
            Files.createSymbolicLink(root.resolve("mounted"), other);
            BlobKey key = BlobKey.of("mounted/package.json");
            BlobKey below = BlobKey.of("mounted/@acme/base/package.json");

            BlobMeta first = ((PutResult.Stored) store.put(key, new PatternBody(SIZE_BYTES, 1), PutIf.absent())).meta();
            assertThat(store.put(key, new PatternBody(SIZE_BYTES, 2), PutIf.absent()))
                    .isEqualTo(new PutResult.Refused());
            assertThat(store.put(key, new PatternBody(SIZE_BYTES, 3), PutIf.matches(first.revision())))
                    .isInstanceOf(PutResult.Stored.class);
            store.put(below, new PatternBody(SIZE_BYTES, 4), PutIf.always());

            assertThat(holds(store, key, 3)).isTrue();
            assertThat(holds(store, below, 4)).isTrue();
            assertThat(store.list("", null, 9).entries()).hasSize(2);
            assertThat(other.resolve(".terraverde-tmp")).doesNotExist();
            assertThat(other.resolve("@acme/base/.terraverde-tmp")).doesNotExist();

            List<PutResult> race = Race.of(
                    8, runner -> store.put(BlobKey.of("mounted/race"), new PatternBody(10, runner), PutIf.absent()));
            assertThat(race).filteredOn(PutResult.Stored.class::isInstance).hasSize(1);

            List.of(key, below, BlobKey.of("mounted/race")).forEach(store::delete);
            assertThat(other.resolve("@acme/base")).doesNotExist();
            assertThat(root.resolve("mounted")).isSymbolicLink();
        } finally {
            Files.deleteIfExists(other.resolve("@acme"));
            Files.delete(other);
        }
    }

    private static BlobKey key(int number) {
        return BlobKey.of("package-" + number + "/package.json");
    }

    private static boolean holds(FsBlobStore store, BlobKey key, int seed) throws IOException {
        try (var found = (BlobRead.Found) store.read(key, ReadIf.always());
                InputStream expected = new PatternBody(SIZE_BYTES, seed).open()) {
            return PatternBody.sameBytes(found.body(), expected);
        }
    }

    private static void assertKind(Throwable failure, Kind kind) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
