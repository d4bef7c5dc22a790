package io.terraverde.storage;

import java.io.IOException;
import java.io.InputStream;

/// The answer to a read.
public sealed interface BlobRead {
    /// The object, with meta data and bytes of the same revision. The reader closes the stream.
    ///
    /// @param body the bytes asked for: the whole object or the range
    record Found(BlobMeta meta, InputStream body) implements BlobRead, AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /// The object still is at the revision the reader named.
    record NotChanged() implements BlobRead {}

    /// There is no such object.
    record Absent() implements BlobRead {}
}
