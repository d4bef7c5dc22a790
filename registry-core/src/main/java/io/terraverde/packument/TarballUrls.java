package io.terraverde.packument;

import java.util.Set;

/// Where a rendered packument says that tarballs are.
///
/// @param base the public URL of the registry, with a slash at its end
/// @param asStored the versions whose `dist.tarball` stays as it is stored
public record TarballUrls(String base, Set<String> asStored) {
    /// Copies the set.
    public TarballUrls {
        asStored = Set.copyOf(asStored);
    }

    /// All of them below one base.
    public static TarballUrls below(String base) {
        return new TarballUrls(base, Set.of());
    }

    boolean isAsStored(String version) {
        return asStored.contains(version);
    }
}
