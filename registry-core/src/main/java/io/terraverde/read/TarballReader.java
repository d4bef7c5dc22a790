package io.terraverde.read;

import io.terraverde.catalog.Tarballs;
import io.terraverde.core.RegistryException;
import io.terraverde.document.StorageLayout;
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

    /// The name under which the bytes of a file lie in the package's folder. Only the packument is asked.
    ///
    /// @param file as for {@link #open}
    /// @throws RegistryException.NotFound when there is no such package or file
    public String locate(PackageName name, String file) {
        return require(name, file).file;
    }

    private OpenTarball open(PackageName name, String file, ReadIf range) {
        Stored stored = require(name, file);
        return switch (tarballs.read(name, stored.file, range)) {
            case BlobRead.Found found -> new OpenTarball(found, stored.shasum);
            case BlobRead.Absent(), BlobRead.NotChanged() -> throw noSuchFile();
        };
    }

    /// What a packument says about a file that lies beside it.
    private record Stored(String file, Optional<String> shasum) {
        static Stored of(VersionManifest manifest) {
            return new Stored(manifest.tarballFile(), manifest.shasum());
        }

        boolean isTarball() {
            return StorageLayout.isFile(file) && file.endsWith(ENDING);
        }
    }

    private Stored require(PackageName name, String file) {
        return stored(name, packuments.find(name).value(), file)
                .filter(Stored::isTarball)
                .orElseThrow(TarballReader::noSuchFile);
    }

    private static Optional<Stored> stored(PackageName name, Packument packument, String file) {
        @Nullable VersionManifest canonical = packument.versions().get(versionIn(name, file));
        if (canonical != null) {
            return Optional.of(Stored.of(canonical));
        }
        Optional<Stored> ofVersion = packument.versions().values().stream()
                .filter(manifest -> manifest.tarballFile().equals(file))
                .findFirst()
                .map(Stored::of);
        boolean known = packument.attachments().containsKey(file)
                || packument.distfiles().containsKey(file);
        return ofVersion.isPresent() || !known ? ofVersion : Optional.of(new Stored(file, Optional.empty()));
    }

    /// The version in a canonical file name; empty text when it is no such name.
    private static String versionIn(PackageName name, String file) {
        int from = name.base().length() + 1;
        int to = file.length() - ENDING.length();
        String version = from < to ? file.substring(from, to) : "";
        return PackumentRenderer.canonicalFile(name, version).equals(file) ? version : "";
    }

    private static RegistryException.NotFound noSuchFile() {
        return new RegistryException.NotFound("no such file available");
    }
}
