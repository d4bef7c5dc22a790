package io.terraverde.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every promise of {@link BlobStore} about single objects, as a test. Each backend extends this class,
/// {@link BlobStoreListingContract} and {@link BlobStoreRaceContract}.
public abstract class BlobStoreContract {
    private static final BlobKey KEY = BlobKey.of("@acme/base/package.json");

    private BlobStore store;

    /// An empty store.
    protected abstract BlobStore openStore();

    /// The store of the running test.
    protected final BlobStore store() {
        return store;
    }

    @BeforeEach
    final void open() {
        store = openStore();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Test
    final void missingObjectIsAbsentUnderEveryCondition() {
        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        assertThat(store.read(KEY, ReadIf.range(0, 9))).isEqualTo(new BlobRead.Absent());
        assertThat(store.read(KEY, ReadIf.changedSince(new Revision("1")))).isEqualTo(new BlobRead.Absent());
    }

    @Test
    final void storedObjectIsReadBackWithItsMeta() {
        Revision revision = stored("hello", PutIf.always());

        BlobMeta meta = meta();
        assertThat(meta.key()).isEqualTo(KEY);
        assertThat(meta.revision()).isEqualTo(revision);
        assertThat(meta.sizeBytes()).isEqualTo(5);
        assertThat(text()).isEqualTo("hello");
    }

    @Test
    final void writerLearnsTheMetaThatReadersSee() {
        assertThat(writtenMeta("hello", PutIf.absent())).isEqualTo(meta());
        assertThat(writtenMeta("a longer text", PutIf.always())).isEqualTo(meta());
        assertThat(writtenMeta("short", PutIf.matches(meta().revision()))).isEqualTo(meta());
    }

    @Test
    final void replacementIsSeenByTheNextRead() {
        stored("a longer text than the next one", PutIf.always());

        Revision second = stored("second", PutIf.always());

        assertThat(text()).isEqualTo("second");
        assertThat(meta().revision()).isEqualTo(second);
    }

    @Test
    final void putIfAbsentStoresOnceThenIsRefused() {
        stored("first", PutIf.absent());

        assertThat(put("second", PutIf.absent())).isEqualTo(new PutResult.Refused());
        assertThat(text()).isEqualTo("first");
    }

    @Test
    final void putIfAbsentStoresAgainAfterDelete() {
        stored("first", PutIf.absent());
        store.delete(KEY);

        stored("second", PutIf.absent());

        assertThat(text()).isEqualTo("second");
    }

    @Test
    final void putIfMatchesStoresAtThatRevisionOnly() {
        Revision first = stored("first", PutIf.always());
        Revision second = stored("second", PutIf.matches(first));

        assertThat(put("stale", PutIf.matches(first))).isEqualTo(new PutResult.Refused());
        assertThat(text()).isEqualTo("second");
        assertThat(meta().revision()).isEqualTo(second);
    }

    @Test
    final void putIfMatchesOnAMissingObjectIsRefused() {
        Revision gone = stored("first", PutIf.always());
        store.delete(KEY);

        assertThat(put("second", PutIf.matches(gone))).isEqualTo(new PutResult.Refused());
        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
    }

    @Test
    final void revisionThatAReadGaveServesAsCondition() {
        stored("first", PutIf.always());

        stored("second", PutIf.matches(meta().revision()));

        assertThat(text()).isEqualTo("second");
    }

    @Test
    protected void revisionNeverComesBackWhenTheBytesDo() {
        Revision first = stored("A", PutIf.always());
        Set<Revision> seen = new HashSet<>(Set.of(first));

        for (int i = 0; i < 20; i++) {
            assertThat(seen.add(stored("B", PutIf.always()))).isTrue();
            assertThat(seen.add(stored("A", PutIf.always()))).isTrue();
        }

        assertThat(put("C", PutIf.matches(first))).isEqualTo(new PutResult.Refused());
    }

    @Test
    protected void revisionNeverComesBackWhenTheObjectIsCreatedAgain() {
        Set<Revision> seen = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            assertThat(seen.add(stored("A", PutIf.absent()))).isTrue();
            store.delete(KEY);
        }
    }

    @Test
    final void changedSinceTellsOldFromNew() throws IOException {
        Revision first = stored("first", PutIf.always());
        assertThat(store.read(KEY, ReadIf.changedSince(first))).isEqualTo(new BlobRead.NotChanged());

        Revision second = stored("second", PutIf.always());

        try (var found = (BlobRead.Found) store.read(KEY, ReadIf.changedSince(first))) {
            assertThat(found.meta().revision()).isEqualTo(second);
            assertThat(found.body()).hasContent("second");
        }
        assertThat(store.read(KEY, ReadIf.changedSince(second))).isEqualTo(new BlobRead.NotChanged());
    }

    @Test
    final void rangesHaveBothEndsAndTheMetaOfTheWhole() {
        stored("0123456789", PutIf.always());

        assertThat(range(0, 0)).isEqualTo("0");
        assertThat(range(2, 4)).isEqualTo("234");
        assertThat(range(9, 9)).isEqualTo("9");
        assertThat(range(7, 99)).isEqualTo("789");
        assertThat(range(5, Long.MAX_VALUE)).isEqualTo("56789");
        assertThat(range(10, 12)).isEmpty();
        assertThat(range(1_000_000_000_000L, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    final void emptyBodyIsAnObject() {
        stored("", PutIf.absent());

        assertThat(meta().sizeBytes()).isZero();
        assertThat(text()).isEmpty();
        assertThat(range(0, 5)).isEmpty();
    }

    @Test
    final void largeBodyStreamsThrough() throws IOException {
        PatternBody large = new PatternBody(64L << 20, 7);

        assertThat(store.put(KEY, large, PutIf.absent())).isInstanceOf(PutResult.Stored.class);

        try (var found = found(ReadIf.always());
                InputStream expected = large.open()) {
            assertThat(found.meta().sizeBytes()).isEqualTo(large.sizeBytes());
            assertThat(PatternBody.sameBytes(found.body(), expected)).isTrue();
        }
        try (var found = found(ReadIf.range((64L << 20) - 3, 64L << 20))) {
            assertThat(found.body().readAllBytes()).hasSize(3).endsWith(large.at((64L << 20) - 1));
        }
    }

    @Test
    final void bodyThatBreaksOffStoresNothing() {
        stored("before", PutIf.always());
        BlobBody broken = body(20, new BreakingStream());

        assertThatThrownBy(() -> store.put(KEY, broken, PutIf.always())).isInstanceOf(StorageException.class);

        assertThat(text()).isEqualTo("before");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 5})
    final void bodyOfAnotherLengthThanItSaysStoresNothing(long declared) {
        BlobBody wrong = body(declared, new ByteArrayInputStream("four".getBytes(UTF_8)));

        assertThatThrownBy(() -> store.put(KEY, wrong, PutIf.absent())).isInstanceOf(StorageException.class);

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
    }

    @Test
    final void deletedObjectIsAbsent() {
        stored("x", PutIf.always());

        store.delete(KEY);

        assertThat(store.read(KEY, ReadIf.always())).isEqualTo(new BlobRead.Absent());
        assertThat(store.list("", null, 10).entries()).isEmpty();
    }

    @Test
    final void deletingAMissingObjectIsNoError() {
        store.delete(KEY);
        stored("x", PutIf.always());
        store.delete(BlobKey.of("@acme/base/other.tgz"));
        store.delete(BlobKey.of("@acme/other/package.json"));

        assertThat(text()).isEqualTo("x");
    }

    @Test
    final void openStreamGivesTheOldBytesAfterReplaceAndDelete() throws IOException {
        PatternBody old = new PatternBody(1 << 20, 1);
        store.put(KEY, old, PutIf.always());

        try (var reading = found(ReadIf.always());
                InputStream expected = old.open()) {
            assertThat(reading.body().read()).isEqualTo(expected.read());
            store.put(KEY, new PatternBody(1 << 20, 2), PutIf.always());
            store.delete(KEY);
            stored("third", PutIf.absent());

            assertThat(PatternBody.sameBytes(reading.body(), expected)).isTrue();
        }
    }

    @Test
    final void checkReturnsWhenTheStoreWorks() {
        store.check();

        assertThat(store.list("", null, 10).entries()).isEmpty();
    }

    private PutResult put(String text, PutIf condition) {
        return store.put(KEY, BlobBody.of(text.getBytes(UTF_8)), condition);
    }

    private Revision stored(String text, PutIf condition) {
        return storedMeta(text, condition).revision();
    }

    /// What the writer was told, but for the time, which need not be exact.
    private BlobMeta writtenMeta(String text, PutIf condition) {
        BlobMeta written = storedMeta(text, condition);
        return new BlobMeta(written.key(), written.revision(), written.sizeBytes(), meta().modified());
    }

    private BlobMeta storedMeta(String text, PutIf condition) {
        return switch (put(text, condition)) {
            case PutResult.Stored(BlobMeta meta) -> meta;
            case PutResult.Refused() -> throw new AssertionError("refused under " + condition);
        };
    }

    private BlobRead.Found found(ReadIf condition) {
        return switch (store.read(KEY, condition)) {
            case BlobRead.Found found -> found;
            case BlobRead other -> throw new AssertionError("not found but " + other);
        };
    }

    private BlobMeta meta() {
        try (var found = found(ReadIf.always())) {
            return found.meta();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        return text(ReadIf.always());
    }

    private String range(long first, long last) {
        return text(ReadIf.range(first, last));
    }

    private String text(ReadIf condition) {
        try (var found = found(condition)) {
            assertThat(found.meta().revision()).isEqualTo(metaOfList().revision());
            assertThat(found.meta().sizeBytes()).isEqualTo(metaOfList().sizeBytes());
            return new String(found.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlobMeta metaOfList() {
        return store.list(KEY.value(), null, 1).entries().getFirst();
    }

    private static BlobBody body(long sizeBytes, InputStream stream) {
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return sizeBytes;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }

    /// Four bytes, then a failure.
    private static final class BreakingStream extends InputStream {
        private int left = 4;

        @Override
        public int read() throws IOException {
            if (left-- > 0) {
                return 'x';
            }
            throw new IOException("the sender went away");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
        }
    }
}
