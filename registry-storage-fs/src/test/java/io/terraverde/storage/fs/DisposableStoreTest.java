package io.terraverde.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.testkit.RunningClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisposableStoreTest {
    private static final BlobKey KEY = BlobKey.of("npmjs-1f2e3d4c/left-pad/state.json");

    @TempDir
    private Path parent;

    private Path root;
    private FsBlobStore store;

    @BeforeEach
    void open() {
        root = parent.resolve("cache");
        store = FsBlobStore.openDisposable(root, new RunningClock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deletedStoreIsEmpty() {
        put();
        deleteAll();

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        deleteAll();
        assertThat(store.list("", null, 9).entries()).isEmpty();
        deleteAll();
        store.delete(KEY);
        deleteAll();
        store.check();
    }

    @Test
    void deletedStoreIsWrittenToAgain() {
        put();
        deleteAll();

        assertThat(put()).isInstanceOf(PutResult.Stored.class);
        assertThat(put()).isInstanceOf(PutResult.Refused.class);
        store.delete(KEY);

        assertThat(root.resolve("npmjs-1f2e3d4c/left-pad")).doesNotExist();
    }

    @Test
    void objectsBeingReadStayWhole() throws IOException {
        put();
        assertThat(store.read(KEY, ReadIf.always())).isInstanceOfSatisfying(BlobRead.Found.class, found -> {
            deleteAll();

            assertThat(found.body()).hasBinaryContent(new byte[1000]);
        });
    }

    private PutResult put() {
        return store.put(KEY, BlobBody.of(new byte[1000]), PutIf.absent());
    }

    private void deleteAll() {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(root).doesNotExist();
    }
}
