package io.terraverde.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that does not take the entries of folders: files show, and would be gone after a crash.
final class FsBlobStoreSyncTest {
    private static final BlobKey KEY = BlobKey.of("@acme/base/package.json");
    private static final BlobKey OTHER = BlobKey.of("left-pad/package.json");

    @TempDir
    private Path root;

    /// The folder, relative to the root, whose entries the disk does not take.
    private final AtomicReference<String> failing = new AtomicReference<>("none");

    private FsBlobStore store;

    @BeforeEach
    void open() {
        store = FsBlobStore.open(root, new ManualClock(), folder -> {
            if (folder.endsWith(failing.get())) {
                throw new IOException("Input/output error");
            }
            Folders.syncEntries(folder);
        });
        put(OTHER);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@acme/base", "@acme"})
    void writeThatCouldNotBeMadeDurableIsNotReadBeforeItIs(String folder) throws IOException {
        failing.set(folder);
        assertThatThrownBy(() -> put(KEY)).isInstanceOf(OutcomeUnknownException.class);

        assertThat(catchThrowableOfType(StorageException.class, () -> store.read(KEY, ReadIf.always()))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        for (String prefix : new String[] {"", "@acme/base/", "@ac"}) {
            assertThatThrownBy(() -> store.list(prefix, null, 9)).isInstanceOf(StorageException.class);
        }
        assertThat(store.read(OTHER, ReadIf.always())).isInstanceOf(BlobRead.Found.class);

        failing.set("none");
        try (var found = (BlobRead.Found) store.read(KEY, ReadIf.always())) {
            assertThat(found.meta().sizeBytes()).isEqualTo(3);
        }
        assertThat(store.list("", null, 9).entries()).hasSize(2);
    }

    @Test
    void deleteThatCouldNotBeMadeDurableIsNoAbsenceBeforeItIs() {
        put(KEY);
        failing.set("@acme");
        assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(OutcomeUnknownException.class);

        assertThatThrownBy(() -> store.read(KEY, ReadIf.always())).isInstanceOf(StorageException.class);

        failing.set("none");
        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
    }

    @Test
    void laterWriteMakesTheEarlierOneDurable() {
        failing.set("@acme/base");
        assertThatThrownBy(() -> put(KEY)).isInstanceOf(OutcomeUnknownException.class);
        failing.set("none");
        BlobKey tarball = BlobKey.of("@acme/base/base-1.0.0.tgz");
        assertThat(put(tarball)).isInstanceOf(PutResult.Stored.class);
        failing.set("@acme/base");

        assertThat(store.read(KEY, ReadIf.always())).isInstanceOf(BlobRead.Found.class);
    }

    private PutResult put(BlobKey key) {
        return store.put(key, BlobBody.of(new byte[3]), PutIf.always());
    }
}
