package io.terraverde.uplink;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What a server outside says about a file before the bytes come.
///
/// @param sizeBytes if the server says it
/// @param etag as the server sent it, with quotes and perhaps a `W/`
/// @param lastModified when it says it was changed
/// @param contentType as the server sent it
public record FileHead(
        OptionalLong sizeBytes, Optional<String> etag, Optional<Instant> lastModified, Optional<String> contentType) {
    static FileHead of(UpstreamAnswer.Found found) {
        return new FileHead(found.sizeBytes(), found.etag(), found.lastModified(), found.contentType());
    }

    FileHead withSize(long wholeBytes) {
        return new FileHead(OptionalLong.of(wholeBytes), etag, lastModified, contentType);
    }

    /// A tag that stands for the very bytes, which a weak one does not.
    Optional<String> strongEtag() {
        return etag.filter(tag -> !tag.startsWith("W/"));
    }

    /// Whether anything here would differ if the file were another.
    boolean identifies() {
        return etag.isPresent() || lastModified.isPresent();
    }

    /// Whether both can belong to one file: what both say is the same.
    boolean agreesWith(FileHead other) {
        boolean sizes = sizeBytes.isEmpty() || other.sizeBytes.isEmpty() || sizeBytes.equals(other.sizeBytes);
        return sizes && agree(etag, other.etag) && agree(lastModified, other.lastModified);
    }

    private static <T> boolean agree(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
