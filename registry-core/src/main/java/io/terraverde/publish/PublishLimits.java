package io.terraverde.publish;

/// How large the body of a `PUT /{package}` may be.
///
/// @param maxBodyBytes the whole body, tarball in base64 included (`max_body_size`)
/// @param maxMetadataBytes what remains without the tarball, which is what stays in memory, as a tree of about ten
///     times this size at worst; exact to a read buffer
/// @param maxVersions the most versions in one document
public record PublishLimits(long maxBodyBytes, long maxMetadataBytes, int maxVersions) {
    private static final long USUAL_METADATA_BYTES = 64L << 20;
    private static final int USUAL_VERSIONS = 100_000;

    /// @throws IllegalArgumentException when a limit allows nothing
    public PublishLimits {
        if (maxBodyBytes < 1 || maxMetadataBytes < 1 || maxVersions < 1) {
            throw new IllegalArgumentException("publish limits must be positive");
        }
    }

    /// The usual limits for a given size of bodies: 64 MiB of metadata, if the body may be that large, and 100,000
    /// versions.
    public static PublishLimits ofBody(long maxBodyBytes) {
        return new PublishLimits(maxBodyBytes, Math.min(maxBodyBytes, USUAL_METADATA_BYTES), USUAL_VERSIONS);
    }
}
