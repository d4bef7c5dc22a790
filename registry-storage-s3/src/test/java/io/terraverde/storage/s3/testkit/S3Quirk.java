package io.terraverde.storage.s3.testkit;

/// What a server does otherwise than Ceph 20, which is what the stub agrees with when it has no quirks. Each
/// is one that a server in use has, or had.
public enum S3Quirk {
    /// Conditions on writes are accepted and ignored: MinIO of 2023, LocalS3, s3rver.
    IGNORES_CONDITIONS,
    /// `If-Match` on writes is accepted and ignored, `If-None-Match` is not.
    IGNORES_IF_MATCH,
    /// `If-Match` on a missing key creates the object: MinIO before autumn 2025.
    IGNORES_IF_MATCH_ON_MISSING_KEY,
    /// Conditions of CompleteMultipartUpload are ignored: Ceph 18.
    IGNORES_CONDITIONS_ON_COMPLETE,
    /// Conditions of DELETE and DeleteObjects are ignored: Ceph 18, Ozone.
    IGNORES_CONDITIONS_ON_DELETE,
    /// Conditions on writes are answered by 501 NotImplemented: OSS.
    REFUSES_CONDITIONS,
    /// `If-Match` holds only for an ETag without quotes: Ceph 18.
    WANTS_IF_MATCH_UNQUOTED,
    /// `If-Match` on a missing key is 412 instead of 404: Ceph 18, Ozone.
    ANSWERS_412_FOR_MISSING_KEY,
    /// DELETE with `If-Match` on a missing key is 404 instead of 204: AWS.
    ANSWERS_404_FOR_DELETE_OF_MISSING_KEY,
    /// CopyObject heeds `If-Match` and `If-None-Match` for the destination: AWS.
    HEEDS_CONDITIONS_ON_COPY,
    /// Every checksum header is verified, not only announced ones: AWS.
    VERIFIES_EVERY_CHECKSUM,
    /// ETags say nothing about the bytes, and each write makes a new one: Azure behind s3proxy, SSE-KMS on
    /// AWS.
    OPAQUE_ETAGS,
    /// Ranges are ignored, as HTTP allows: the whole object comes.
    IGNORES_RANGES,
    /// A 304 carries no ETag: S3Mock, Ceph 16.
    NO_ETAG_IN_304
}
