package io.terraverde.catalog;

import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files beside the packuments: tarballs and provenance bundles. Written once, never replaced.
public final class Tarballs {
    private static final int PAGE = 1000;

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

    /// All tarballs and provenance bundles that lie in a package's folder, whether a packument names them or not.
    public List<BlobMeta> list(PackageName name) {
        String folder = layout.folder(name);
        List<BlobMeta> files = new ArrayList<>();
        @Nullable BlobKey after = null;
        BlobPage page;
        do {
            page = store.list(folder, after, PAGE);
            for (BlobMeta entry : page.entries()) {
                String file = entry.key().value().substring(folder.length());
                if (StorageLayout.isFile(file)) {
                    files.add(entry);
                }
                after = entry.key();
            }
        } while (page.more());
        return files;
    }

    /// Removes a file whose name a commit has retired.
    public void delete(PackageName name, String file) {
        store.delete(layout.file(name, file));
    }

    /// The name of a file that `list` gave.
    public static String fileName(BlobMeta file) {
        String key = file.key().value();
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
