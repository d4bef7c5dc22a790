package io.terraverde.tarball;

/// How much a tarball may ask of whoever looks into it.
///
/// @param maxEntries the most entries, files and others together
/// @param maxUnpackedBytes the most bytes of the archive inside the compression
/// @param maxRatio the most bytes inside per compressed byte; the first 16 MiB inside are free
/// @param maxManifestBytes the largest `package.json`
public record TarballLimits(int maxEntries, long maxUnpackedBytes, int maxRatio, int maxManifestBytes) {
    /// Room for the largest packages known: 250,000 entries, 4 GiB unpacked, 200 to 1, 2 MiB of `package.json`.
    public static final TarballLimits DEFAULT = new TarballLimits(250_000, 4L << 30, 200, 2 << 20);

    /// @throws IllegalArgumentException when a limit allows nothing
    public TarballLimits {
        if (maxEntries < 1 || maxUnpackedBytes < 1 || maxRatio < 1 || maxManifestBytes < 1) {
            throw new IllegalArgumentException("tarball limits must be positive");
        }
    }
}
