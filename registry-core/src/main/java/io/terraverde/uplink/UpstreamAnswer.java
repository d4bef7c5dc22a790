package io.terraverde.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What a server outside said.
public sealed interface UpstreamAnswer {
    /// It has it. Whoever asked closes this.
    ///
    /// @param offset the first byte that `body` gives: what was asked for, or 0 when the server sends
    ///     everything
    /// @param sizeBytes the size of the whole as it is sent, if the server says it
    /// @param etag as the server sent it
    /// @param lastModified when it says it was changed
    /// @param contentType as the server sent it
    /// @param encoding how the body is compressed
    /// @param body as it arrives, not decompressed
    record Found(
            long offset,
            OptionalLong sizeBytes,
            Optional<String> etag,
            Optional<Instant> lastModified,
            Optional<String> contentType,
            Encoding encoding,
            InputStream body)
            implements UpstreamAnswer, AutoCloseable {
        /// Ends the transfer, also before its end.
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /// It still is what the asker has.
    record NotChanged() implements UpstreamAnswer {}

    /// It has no such thing: 404 or 410.
    record Absent() implements UpstreamAnswer {}

    /// How a body is compressed.
    enum Encoding {
        /// Not at all.
        IDENTITY,
        /// As gzip.
        GZIP
    }
}
