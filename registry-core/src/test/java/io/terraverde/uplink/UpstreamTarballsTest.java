package io.terraverde.uplink;

import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.cache.CacheStore;
import io.terraverde.name.PackageName;
import io.terraverde.packument.RawJson;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.Revision;
import io.terraverde.tarball.Integrity;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.StoreContents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamTarballsTest {
    private static final PackageName NAME = PackageName.parse("base");
    private static final String FILE = "base-1.0.0.tgz";
    private static final byte[] BYTES = aTarballOf("base", "1.0.0").bytes();

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final FakeRegistry upstream = new FakeRegistry();

    @TempDir
    private Path spool;

    @Test
    void tarballThatAnotherHasKeptMeanwhileIsNeitherFetchedNorWritten() throws IOException {
        DownloadsFixture downloads = new DownloadsFixture(spool);
        UpstreamTarballs tarballs =
                new UpstreamTarballs(new CacheStore(store, ""), downloads.downloads, Integer.MAX_VALUE);
        BlobKey key = BlobKey.of(upstream.asUplink("up").cacheName() + "/base/" + FILE);
        var _ = store.put(key, BlobBody.of(BYTES), PutIf.always());
        Map<BlobKey, Revision> before = StoreContents.of(store);

        try (Download download = tarballs.fetch(NAME, FILE, version()).orElseThrow();
                InputStream bytes = download.read()) {
            assertThat(bytes).hasBinaryContent(BYTES);
        }
        downloads.awaitQuiet();

        assertThat(StoreContents.of(store)).isEqualTo(before);
        assertThat(upstream.requests()).isEmpty();
    }

    private AvailablePackage.Foreign version() {
        String manifest = "{\"dist\":{\"integrity\":\"" + Integrity.of(BYTES).sri() + "\"}}";
        return new AvailablePackage.Foreign(
                upstream.asUplink("up"),
                "1.0.0",
                VersionManifest.of(RawJson.parse(manifest.getBytes(StandardCharsets.UTF_8))));
    }
}
