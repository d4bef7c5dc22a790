package io.terraverde.read;

import io.terraverde.catalog.Tarballs;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.ReadIf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tarballs for clients. Only files that a packument names are served, so nothing else that lies in a package's folder
/// can be reached.
public final class TarballReader {
    private static final String ENDING = ".tgz";

    private final PackumentReader packuments;
    private final Tarballs tarballs;

    /// Over the packuments that name the files.
    public TarballReader(PackumentReader packuments, Tarballs tarballs) {
        this.packuments = packuments;
        this.tarballs = tarballs;
    }

    /// Opens a file of a package; the caller closes it.
    ///
    /// @param file the canonical name (`base-1.0.0.tgz`), whatever name the bytes lie under, or a stored name
    /// @throws RegistryException.NotFound when there is no such package or file
    public OpenTarball open(PackageName name, String file) {
        return open(name, file, ReadIf.always());
    }

    /// Opens the bytes from `first` to `last`, both included, of a file; the caller closes it.
    ///
    /// @throws RegistryException.NotFound when there is no such package or file
    public OpenTarball openRange(PackageName name, String file, long first, long last) {
        return open(name, file, ReadIf.range(first, last));
    }

    private OpenTarball open(PackageName name, String file, ReadIf range) {
        Packument packument = packuments.find(name).value();
        String stored = storedName(name, packument, file)
                .filter(PackageName::isPart)
                .orElseThrow(() -> new RegistryException.NotFound("no such file available"));
        return switch (tarballs.read(name, stored, range)) {
            case BlobRead.Found found -> new OpenTarball(found, shasum(packument, stored));
            case BlobRead.Absent(), BlobRead.NotChanged() ->
                throw new RegistryException.NotFound("no such file available");
        };
    }

    private static Optional<String> storedName(PackageName name, Packument packument, String file) {
        @Nullable VersionManifest canonical = packument.versions().get(versionIn(name, file));
        if (canonical != null) {
            return Optional.of(canonical.tarballFile());
        }
        boolean known = packument.attachments().containsKey(file)
                || packument.distfiles().containsKey(file)
                || packument.versions().values().stream()
                        .anyMatch(manifest -> manifest.tarballFile().equals(file));
        return known && file.endsWith(ENDING) && !packument.retired().contains(file)
                ? Optional.of(file)
                : Optional.empty();
    }

    /// The version in a canonical file name; empty text when it is no such name.
    private static String versionIn(PackageName name, String file) {
        int from = name.base().length() + 1;
        int to = file.length() - ENDING.length();
        String version = from < to ? file.substring(from, to) : "";
        return PackumentRenderer.canonicalFile(name, version).equals(file) ? version : "";
    }

    private static Optional<String> shasum(Packument packument, String stored) {
        return packument.versions().values().stream()
                .filter(manifest -> manifest.tarballFile().equals(stored))
                .findFirst()
                .flatMap(VersionManifest::shasum);
    }
}
