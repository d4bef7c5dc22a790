package io.terraverde.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bytes of an object to be written. They can be read more than once, because a store may have to send them again.
public interface BlobBody {
    /// The number of bytes that `open` gives.
    long sizeBytes();

    /// A fresh stream over the bytes, from the start; the caller closes it.
    InputStream open() throws IOException;

    /// A body in memory. The array is not copied and must not change.
    static BlobBody of(byte[] bytes) {
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /// The first `sizeBytes` bytes of a file that does not change.
    static BlobBody of(Path file, long sizeBytes) {
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return sizeBytes;
            }

            @Override
            public InputStream open() throws IOException {
                return new FirstBytes(Files.newInputStream(file), sizeBytes);
            }
        };
    }
}
