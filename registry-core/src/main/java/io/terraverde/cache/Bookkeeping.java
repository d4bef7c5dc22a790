package io.terraverde.cache;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Ways of reading a store that the keeping of the cache needs.
final class Bookkeeping {
    private static final int PAGE = 1000;

    private Bookkeeping() {}

    /// A small object of a known form.
    ///
    /// @param value empty when the object is not of that form, or too large to be
    record Loaded<T>(BlobMeta meta, Optional<T> value) {}

    static <T> Optional<Loaded<T>> load(
            BlobStore store, BlobKey key, int maxBytes, Function<byte[], Optional<T>> parse) {
        return switch (store.read(key, ReadIf.always())) {
            case BlobRead.Absent(), BlobRead.NotChanged() -> Optional.empty();
            case BlobRead.Found found -> {
                try (found) {
                    boolean fits = found.meta().sizeBytes() <= maxBytes;
                    yield Optional.of(new Loaded<>(
                            found.meta(), fits ? parse.apply(found.body().readNBytes(maxBytes)) : Optional.empty()));
                } catch (IOException e) {
                    throw new StorageException(StorageException.Kind.UNAVAILABLE, "cannot read \"" + key + "\"", e);
                }
            }
        };
    }

    /// Goes through all objects whose keys start with `prefix`, page by page.
    ///
    /// @return whether it came to the end; not when the thread was interrupted
    static boolean forEach(BlobStore store, String prefix, Consumer<BlobMeta> action) {
        @Nullable BlobKey after = null;
        while (true) {
            BlobPage page = store.list(prefix, after, PAGE);
            for (BlobMeta meta : page.entries()) {
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
                action.accept(meta);
            }
            if (!page.more() || page.entries().isEmpty()) {
                return true;
            }
            after = page.entries().getLast().key();
        }
    }
}
