package io.terraverde.catalog;

import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;

/// The files beside the packuments: tarballs and provenance bundles. Written once, never replaced.
public final class Tarballs {
    private final BlobStore store;
    private final StorageLayout layout;

    /// Over the store that holds the packuments.
    public Tarballs(BlobStore store, StorageLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /// A file, or a range of it; the caller closes what is found.
    public BlobRead read(PackageName name, String file, ReadIf condition) {
        return store.read(layout.file(name, file), condition);
    }

    /// Writes a file that is not there yet; refused when it is.
    public PutResult create(PackageName name, String file, BlobBody body) {
        return store.put(layout.file(name, file), body, PutIf.absent());
    }

    /// Removes a file whose name a commit has retired.
    public void delete(PackageName name, String file) {
        store.delete(layout.file(name, file));
    }
}
