package io.terraverde.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.cache.SweepReport.Amount;
import io.terraverde.name.PackageName;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachePurgeTest {
    private final CacheFixture all = new CacheFixture();
    private final CachePurge purge = new CachePurge(all.instance().cache);

    @Test
    void aPackageGoesFromAllUplinks() {
        keep("npmjs-1f2e3d4c/left-pad/state.json", "npmjs-1f2e3d4c/left-pad/left-pad-1.0.0.tgz");
        keep("npmjs-00000000/left-pad/state.json", "company-0a1b2c3d/left-pad/9f86d081.packument");
        keep("company-0a1b2c3d/right-pad/state.json");

        Amount removed = purge.purge(PackageName.parse("left-pad"));

        assertThat(removed).isEqualTo(new Amount(4, 40));
        assertThat(all.kept()).containsExactly("company-0a1b2c3d/right-pad/state.json");
    }

    @Test
    void packagesOfSimilarNamesStay() {
        keep("npmjs-1f2e3d4c/left-pad-2/state.json", "npmjs-1f2e3d4c/left/state.json");
        keep("npmjs-1f2e3d4c/@left-pad/left-pad/state.json", "npmjs-1f2e3d4c/Left-pad/state.json");
        keep("mirror/left-pad-1f2e3d4c/left-pad/state.json");
        // No names of packages, whoever made these keys.
        keep("npmjs-1f2e3d4c/left-pad/b/state.json", "npmjs-1f2e3d4c/state.json");
        int before = all.kept().size();

        assertThat(purge.purge(PackageName.parse("left-pad"))).isEqualTo(Amount.NONE);

        assertThat(all.kept()).hasSize(before);
    }

    @Test
    void aScopedPackageGoesAlone() {
        keep("npmjs-1f2e3d4c/@acme/base/state.json");
        keep("npmjs-1f2e3d4c/@acme/base-2/state.json", "npmjs-1f2e3d4c/base/state.json");
        keep("npmjs-1f2e3d4c/@acme/base/c/state.json");

        purge.purge(PackageName.parse("@acme/base"));

        assertThat(all.kept())
                .containsExactly(
                        "npmjs-1f2e3d4c/@acme/base-2/state.json",
                        "npmjs-1f2e3d4c/@acme/base/c/state.json",
                        "npmjs-1f2e3d4c/base/state.json");
    }

    @Test
    void theFilesOfAMirrorGo() {
        keep("mirror/node-0a1b2c3d/v22.1.0/headers.tar.gz", "mirror/node-0a1b2c3d/v22.1.0/SHASUMS256.txt");
        keep("mirror/node-0a1b2c3d/v24.0.0/headers.tar.gz", "mirror/node-ffffffff/v22.1.0/headers.tar.gz");
        keep("mirror/node_2-0a1b2c3d/v22.1.0/headers.tar.gz", "node-0a1b2c3d/v22.1.0/state.json");

        assertThat(purge.purgeMirror("node", List.of("v22.1.0/", "none"))).isEqualTo(new Amount(3, 30));
        assertThat(purge.purgeMirror("Node.2", List.of("", ""))).isEqualTo(new Amount(1, 10));

        assertThat(all.kept())
                .containsExactly("mirror/node-0a1b2c3d/v24.0.0/headers.tar.gz", "node-0a1b2c3d/v22.1.0/state.json");
    }

    @Test
    void everythingGoesButWhatIsNotTheCaches() {
        IntStream.range(0, 1500).forEach(i -> keep("npmjs-1f2e3d4c/p" + i + "/state.json"));
        keep("mirror/node-0a1b2c3d/index.json", "mirror/electron-0a1b2c3d/v1.zip", "zz-99999999/a/state.json");
        String longName = "x".repeat(250);
        keep("left-pad/package.json", "readme", longName + "/1", "mirror/" + longName + "/2", "mirror/file");

        assertThat(purge.purgeAll()).isEqualTo(new Amount(1503, 15_030));

        assertThat(all.kept())
                .containsExactly(
                        "left-pad/package.json", "mirror/file", "mirror/" + longName + "/2", "readme", longName + "/1");
    }

    @Test
    void looksForUplinksWithAListForEachAndNotForEachObject() {
        IntStream.range(0, 500).forEach(i -> keep("npmjs-1f2e3d4c/p" + i + "/state.json"));
        IntStream.range(0, 500).forEach(i -> keep("hosted/p" + i));

        purge.purge(PackageName.parse("left-pad"));

        // Two folders, the end, and one package.
        assertThat(all.store.calls(Operation.LIST)).isEqualTo(4);
    }

    @Test
    void aFailureIsTold() {
        keep("npmjs-1f2e3d4c/left-pad/a", "npmjs-1f2e3d4c/left-pad/b");
        all.store.once(Operation.DELETE, key -> key.value().endsWith("b"), new Fault.Fail(Kind.UNAVAILABLE));

        assertThatThrownBy(() -> purge.purge(PackageName.parse("left-pad"))).isInstanceOf(StorageException.class);

        assertThat(all.kept()).containsExactly("b");
    }

    private void keep(String... keys) {
        for (String key : keys) {
            all.write(CacheFixture.PREFIX + key, new byte[10]);
        }
    }
}
