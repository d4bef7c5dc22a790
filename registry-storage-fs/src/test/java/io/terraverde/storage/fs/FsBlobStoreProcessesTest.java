package io.terraverde.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.testkit.ChildJvm;
import io.terraverde.testkit.Increments;
import io.terraverde.testkit.PatternBody;
import io.terraverde.testkit.RunningClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FsBlobStoreProcessesTest {
    @TempDir
    private Path root;

    @Test
    void incrementsOfTwoProcessesAllCount() throws IOException, InterruptedException {
        try (ChildJvm one = ChildJvm.start(IncrementingProcess.class, root.toString(), "3", "20", "1");
                ChildJvm two = ChildJvm.start(IncrementingProcess.class, root.toString(), "3", "20", "2")) {
            assertThat(one.exit()).isZero();
            assertThat(two.exit()).isZero();
        }

        try (FsBlobStore store = FsBlobStore.open(root, new RunningClock())) {
            assertThat(Increments.total(store)).isEqualTo(120);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void killedProcessLosesNothingItAcknowledgedAndLeavesNothingHalf(int killAfter)
            throws IOException, InterruptedException {
        int acknowledged = -1;
        try (ChildJvm child = ChildJvm.start(GrowingProcess.class, root.toString(), "r")) {
            while (acknowledged < killAfter) {
                acknowledged = Integer.parseInt(String.valueOf(child.line()));
            }
            child.kill();
            List<String> late = child.rest();
            if (!late.isEmpty()) {
                acknowledged = Integer.parseInt(late.getLast());
            }
        }

        try (FsBlobStore store = FsBlobStore.open(root, new RunningClock())) {
            for (int step = 0; step <= acknowledged; step++) {
                assertWhole(store, GrowingProcess.created("r", step), step);
            }
            int replaced = stepOf(store, GrowingProcess.REPLACED);
            assertThat(replaced).isBetween(acknowledged, acknowledged + 1);
            assertWhole(store, GrowingProcess.REPLACED, replaced);
            List<BlobMeta> all = store.list("growing/r-", null, 1000).entries();
            assertThat(all).hasSizeBetween(acknowledged + 1, acknowledged + 2);
            for (BlobMeta meta : all) {
                assertWhole(store, meta.key(), stepOf(store, meta.key()));
            }
            assertThat(store.put(GrowingProcess.REPLACED, GrowingProcess.body(0), PutIf.always()))
                    .isInstanceOf(PutResult.Stored.class);
        }
    }

    private static int stepOf(FsBlobStore store, BlobKey key) throws IOException {
        try (var found = (BlobRead.Found) store.read(key, ReadIf.always())) {
            return (int) (found.meta().sizeBytes() / 1000);
        }
    }

    private static void assertWhole(FsBlobStore store, BlobKey key, int step) throws IOException {
        try (var found = (BlobRead.Found) store.read(key, ReadIf.always());
                InputStream expected = GrowingProcess.body(step).open()) {
            assertThat(PatternBody.sameBytes(found.body(), expected)).isTrue();
        }
    }
}
