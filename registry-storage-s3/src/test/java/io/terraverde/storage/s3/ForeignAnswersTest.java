package io.terraverde.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Operation;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A proxy in front of the store that says 404 itself while the store is away. Nothing it says tells whether
/// there is an object.
final class ForeignAnswersTest {
    private static final BlobKey KEY = BlobKey.of("left-pad/package.json");

    private final S3Stub stub = S3Stub.builder().bucket(StubStore.BUCKET).start();
    private final S3BlobStore store = StubStore.open(stub);

    @BeforeEach
    void put() {
        store.put(KEY, BlobBody.of("old".getBytes(UTF_8)), PutIf.absent());
    }

    @AfterEach
    void stop() {
        store.close();
        stub.close();
    }

    @Test
    void objectIsNotAbsentBecauseAProxySaysSo() {
        BlobMeta present = store.list("", null, 1).entries().getFirst();
        stub.script().onAny().always().then(S3Fault.foreignAnswer(404));

        for (ReadIf condition : List.of(ReadIf.always(), ReadIf.changedSince(present.revision()), ReadIf.range(0, 0))) {
            assertThat(catchThrowableOfType(StorageException.class, () -> store.read(KEY, condition))
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
        assertThatThrownBy(store::check).isInstanceOf(StorageException.class);
    }

    @Test
    void objectIsNotAbsentBecauseAProxySaysSoAfterTheStoreRefusedARange() {
        stub.script().on(S3Operation.GET_OBJECT).after(1).always().then(S3Fault.foreignAnswer(404));
        stub.script().on(S3Operation.HEAD_OBJECT).always().then(S3Fault.foreignAnswer(404));

        assertThatThrownBy(() -> store.read(KEY, ReadIf.range(100, 200))).isInstanceOf(StorageException.class);
    }

    @Test
    void conditionIsNotRefusedBecauseAProxySaysThereIsNothing() {
        BlobMeta present = store.list("", null, 1).entries().getFirst();
        stub.script().on(S3Operation.PUT_OBJECT).then(S3Fault.foreignAnswer(404));

        assertThatThrownBy(() -> store.put(KEY, BlobBody.of(new byte[1]), PutIf.matches(present.revision())))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void onlyWriterOverwritesNothingThatAProxyHides() throws IOException {
        try (S3BlobStore only = StubStore.open(ProbeTest.singleWriter(StubStore.options(stub)))) {
            stub.script().on(S3Operation.GET_OBJECT, S3Operation.HEAD_OBJECT).then(S3Fault.foreignAnswer(404));

            assertThatThrownBy(() -> only.put(KEY, BlobBody.of(new byte[1]), PutIf.absent()))
                    .isInstanceOf(StorageException.class);

            assertThat(only.put(KEY, BlobBody.of(new byte[1]), PutIf.absent())).isEqualTo(new PutResult.Refused());
        }
        try (var found = (BlobRead.Found) store.read(KEY, ReadIf.always())) {
            assertThat(found.body()).hasContent("old");
        }
    }
}
