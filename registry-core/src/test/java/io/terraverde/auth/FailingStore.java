package io.terraverde.auth;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import org.jspecify.annotations.Nullable;

/// A store that can be switched off.
final class FailingStore implements BlobStore {
    private final BlobStore inner;
    private volatile boolean down;

    FailingStore(BlobStore inner) {
        this.inner = inner;
    }

    void goDown() {
        down = true;
    }

    @Override
    public BlobRead read(BlobKey key, ReadIf condition) {
        refuseWhenDown();
        return inner.read(key, condition);
    }

    @Override
    public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        refuseWhenDown();
        return inner.put(key, body, condition);
    }

    @Override
    public void delete(BlobKey key) {
        refuseWhenDown();
        inner.delete(key);
    }

    @Override
    public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
        refuseWhenDown();
        return inner.list(prefix, after, limit);
    }

    @Override
    public void check() {
        refuseWhenDown();
    }

    @Override
    public void close() {
        inner.close();
    }

    private void refuseWhenDown() {
        if (down) {
            throw new StorageException(StorageException.Kind.UNAVAILABLE, "the store is down", null);
        }
    }
}
