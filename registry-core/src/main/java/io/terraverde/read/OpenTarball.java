package io.terraverde.read;

import io.terraverde.storage.BlobRead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A tarball on its way to a client. Closed by whoever opened it.
public final class OpenTarball implements AutoCloseable {
    private final BlobRead.Found found;
    private final Optional<String> shasum;

    OpenTarball(BlobRead.Found found, Optional<String> shasum) {
        this.found = found;
        this.shasum = shasum;
    }

    /// The size of the whole file, also when a range of it was opened.
    public long sizeBytes() {
        return found.meta().sizeBytes();
    }

    /// A strong entity tag, without quotes: the SHA-1 the packument gives, else the revision of the stored object.
    public String etag() {
        return shasum.filter(OpenTarball::isHex).orElseGet(this::revisionTag);
    }

    /// The bytes that were asked for.
    public InputStream body() {
        return found.body();
    }

    @Override
    public void close() throws IOException {
        found.close();
    }

    private String revisionTag() {
        return found.meta().revision().value().replaceAll("[^0-9A-Za-z._-]", "_");
    }

    private static boolean isHex(String text) {
        return text.matches("[0-9a-fA-F]{40}");
    }
}
