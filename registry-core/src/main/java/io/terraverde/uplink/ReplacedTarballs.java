package io.terraverde.uplink;

import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.VersionManifest;
import io.terraverde.tarball.DeclaredIntegrity;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which kept tarballs an uplink has replaced. A kept tarball is found by its name, without a packument, so it
/// must go when the packument declares other bytes under that name.
final class ReplacedTarballs {
    private ReplacedTarballs() {}

    /// The names of tarballs that may be others from one packument to the next: of versions whose digest has
    /// changed, and of those that have come, or come back. What was only taken away stays, lock files name it.
    static Set<String> files(PackageName name, Packument before, Packument next) {
        Set<String> files = new HashSet<>();
        next.versions().forEach((version, manifest) -> {
            if (!isSame(before.versions().get(version), manifest)) {
                files.add(PackumentRenderer.canonicalFile(name, version));
                files.add(manifest.tarballFile());
            }
        });
        files.removeIf(file -> !StorageLayout.isFile(file));
        return files;
    }

    private static boolean isSame(@Nullable VersionManifest former, VersionManifest manifest) {
        return former != null && (former.equals(manifest) || declared(former).equals(declared(manifest)));
    }

    private static DeclaredIntegrity declared(VersionManifest manifest) {
        return DeclaredIntegrity.ofDist(manifest.integrity(), manifest.shasum());
    }
}
