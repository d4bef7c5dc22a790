package io.terraverde.web.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A body that is streamed and never compressed: tarballs. With a known length it answers ranges, too. When the
/// source fails in mid-body the connection is cut, so that no client takes a part for the whole.
public final class StreamAnswer implements Answer, Closeable {
    private static final long UNKNOWN = -1;

    private final String contentType;
    private final long length;
    private final Source source;
    private final @Nullable InputStream whole;
    private final @Nullable String etag;
    private final @Nullable String cacheControl;
    private final @Nullable Closeable resource;

    private StreamAnswer(
            String contentType,
            long length,
            Source source,
            @Nullable InputStream whole,
            @Nullable String etag,
            @Nullable String cacheControl,
            @Nullable Closeable resource) {
        this.contentType = contentType;
        this.length = length;
        this.source = source;
        this.whole = whole;
        this.etag = etag;
        this.cacheControl = cacheControl;
        this.resource = resource;
    }

    /// A body of known length.
    ///
    /// @param lengthBytes what the source will give, exactly
    public static StreamAnswer of(long lengthBytes, Source source) {
        return new StreamAnswer("application/octet-stream", lengthBytes, source, null, null, null, null);
    }

    /// A body that is open already; the answer closes it. Ranges are opened anew.
    ///
    /// @param lengthBytes what `whole` will give, exactly
    public static StreamAnswer ofOpen(long lengthBytes, InputStream whole, Source ranges) {
        return new StreamAnswer("application/octet-stream", lengthBytes, ranges, whole, null, null, null);
    }

    /// A body whose length is not known before it ends. It is sent in chunks and has no ranges.
    public static StreamAnswer ofUnknownLength(Source source) {
        return new StreamAnswer("application/octet-stream", UNKNOWN, source, null, null, null, null);
    }

    /// The same with a strong ETag.
    ///
    /// @param value without quotes; for example the digest of the bytes
    public StreamAnswer withEtag(String value) {
        return new StreamAnswer(contentType, length, source, whole, "\"" + value + "\"", cacheControl, resource);
    }

    /// The same with the ETag of its content, as bodies that are kept have.
    ///
    /// @param content all of it; read here, and closed
    public StreamAnswer withEtagOf(InputStream content) throws IOException {
        return withEtag(EntityTags.digest(content));
    }

    /// The same with a `Cache-Control`.
    public StreamAnswer withCacheControl(String value) {
        return new StreamAnswer(contentType, length, source, whole, etag, value, resource);
    }

    /// The same with another media type than `application/octet-stream`.
    public StreamAnswer withContentType(String value) {
        return new StreamAnswer(value, length, source, whole, etag, cacheControl, resource);
    }

    /// The same that also closes something, when it was answered or not.
    public StreamAnswer closing(Closeable more) {
        return new StreamAnswer(contentType, length, source, whole, etag, cacheControl, more);
    }

    @Override
    public int status() {
        return 200;
    }

    String contentType() {
        return contentType;
    }

    OptionalLong length() {
        return length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length);
    }

    InputStream open(long offset, long count) throws IOException {
        return whole != null && offset == 0 && count == length ? whole : source.open(offset, count);
    }

    /// Lets go of a body that was opened and not sent.
    @Override
    public void close() throws IOException {
        try {
            if (whole != null) {
                whole.close();
            }
        } finally {
            if (resource != null) {
                resource.close();
            }
        }
    }

    Optional<String> etag() {
        return Optional.ofNullable(etag);
    }

    Optional<String> cacheControl() {
        return Optional.ofNullable(cacheControl);
    }

    /// Where the bytes come from. Asked once at most, and not for HEAD or a 304; the stream is closed in every
    /// case.
    @FunctionalInterface
    public interface Source {
        /// Opens the bytes from an offset on.
        ///
        /// @param offset of the first byte; 0 unless a range was asked for
        /// @param length how many bytes will be read; -1 for all there are
        InputStream open(long offset, long length) throws IOException;
    }
}
