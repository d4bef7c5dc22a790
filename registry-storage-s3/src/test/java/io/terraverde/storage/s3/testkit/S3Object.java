package io.terraverde.storage.s3.testkit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One object as the stub keeps it.
///
/// @param etag with its quotes
/// @param sent the headers of the request that made it, by lower-case name: `content-type`, `x-amz-meta-*`,
///     `x-amz-acl`, `x-amz-server-side-encryption`, and the rest
/// @param checksums that were verified, by header
public record S3Object(
        S3Content content, String etag, Instant lastModified, Map<String, String> sent, Map<String, String> checksums) {
    /// Copies the headers.
    public S3Object {
        sent = Map.copyOf(sent);
        checksums = Map.copyOf(checksums);
    }

    /// A header of the request that made it, by lower-case name.
    public Optional<String> sent(String name) {
        return Optional.ofNullable(sent.get(name));
    }
}
