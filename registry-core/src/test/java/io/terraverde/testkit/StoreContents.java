package io.terraverde.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentFormat;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.tarball.Integrity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What lies in a store, for tests that look behind the registry.
public final class StoreContents {
    private StoreContents() {}

    /// The revision of every object: equal before and after means that nothing was written.
    public static Map<BlobKey, Revision> of(BlobStore store) {
        Map<BlobKey, Revision> contents = new TreeMap<>();
        @Nullable BlobKey after = null;
        BlobPage page;
        do {
            page = store.list("", after, 1000);
            for (BlobMeta meta : page.entries()) {
                contents.put(meta.key(), meta.revision());
                after = meta.key();
            }
        } while (page.more());
        return contents;
    }

    /// The bytes of an object.
    public static Optional<byte[]> bytes(BlobStore store, String key) {
        return switch (store.read(BlobKey.of(key), ReadIf.always())) {
            case BlobRead.Absent(), BlobRead.NotChanged() -> Optional.empty();
            case BlobRead.Found found -> {
                try (found) {
                    yield Optional.of(found.body().readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /// Writes an object, whatever is there.
    public static PutResult put(BlobStore store, String key, String text) {
        return store.put(BlobKey.of(key), BlobBody.of(text.getBytes(StandardCharsets.UTF_8)), PutIf.always());
    }

    /// Every version that a packument names has its bytes in the store, and they have the integrity that it says.
    public static void assertConsistent(BlobStore store) {
        for (BlobKey key : of(store).keySet()) {
            if (key.value().endsWith("/package.json")) {
                String folder = key.value().substring(0, key.value().lastIndexOf('/') + 1);
                Packument packument =
                        new PackumentFormat().read(bytes(store, key.value()).orElseThrow());
                packument
                        .versions()
                        .forEach((version, manifest) -> assertHasItsBytes(store, folder, version, manifest));
            }
        }
    }

    private static void assertHasItsBytes(BlobStore store, String folder, String version, VersionManifest manifest) {
        Optional<byte[]> bytes = bytes(store, folder + manifest.tarballFile());

        assertThat(bytes).as("the tarball of version %s in %s", version, folder).isPresent();
        assertThat(Integrity.of(bytes.orElseThrow()).sri())
                .as("the integrity of version %s in %s", version, folder)
                .isEqualTo(manifest.integrity().orElseThrow());
    }
}
