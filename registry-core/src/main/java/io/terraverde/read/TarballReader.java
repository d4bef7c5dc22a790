package io.terraverde.read;

import io.terraverde.catalog.Tarballs;
import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.ReadIf;
import io.terraverde.uplink.AvailablePackage;
import io.terraverde.uplink.AvailablePackages;
import io.terraverde.uplink.Uplink;
import io.terraverde.uplink.Uplink.TarballDelivery;
import io.terraverde.uplink.UpstreamTarballs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tarballs for clients: those hosted here, kept copies of uplinks' ones, and those that uplinks have. Only
/// files that a packument names are served, so nothing else that lies in a package's folder can be reached.
public final class TarballReader {
    private static final String ENDING = ".tgz";

    private final AvailablePackages packages;
    private final Tarballs tarballs;
    private final UpstreamTarballs upstream;
    private final Optional<Function<BlobKey, URI>> addresses;

    /// What a client can use.
    public enum Wanted {
        /// The bytes, from us.
        BYTES,
        /// The bytes, or where they lie.
        BYTES_OR_ADDRESS
    }

    /// Over the packages that name the files.
    ///
    /// @param addresses where clients can read objects of the cache; empty when they cannot
    public TarballReader(
            AvailablePackages packages,
            Tarballs tarballs,
            UpstreamTarballs upstream,
            Optional<Function<BlobKey, URI>> addresses) {
        this.packages = packages;
        this.tarballs = tarballs;
        this.upstream = upstream;
        this.addresses = addresses;
    }

    /// Finds a file of a package. A tarball of an uplink that nobody keeps is begun to be fetched.
    ///
    /// @param file the canonical name (`base-1.0.0.tgz`), whatever name the bytes lie under, or a stored name
    /// @throws RegistryException.NotFound when there is no such package or file
    /// @throws RegistryException.Unavailable when an uplink might have it and does not answer
    public FoundTarball find(PackageName name, String file) {
        return find(name, file, Wanted.BYTES);
    }

    /// The same for a client that may be sent elsewhere.
    public FoundTarball find(PackageName name, String file, Wanted wanted) {
        if (!isTarball(file)) {
            throw noSuchFile();
        }
        Optional<Document<Packument>> stored = packages.stored(name);
        Optional<FoundTarball> hosted = stored.flatMap(document -> hosted(name, document.value(), file));
        if (hosted.isPresent()) {
            return hosted.get();
        }
        List<Uplink> uplinks = packages.uplinksFor(name, stored);
        if (uplinks.isEmpty()) {
            throw stored.isPresent() ? noSuchFile() : new RegistryException.NotFound("no such package available");
        }
        // What a single uplink has under a name is one file. Of several the packument says whose file it is.
        return uplinks.size() == 1
                ? kept(uplinks.getFirst(), name, file, wanted).orElseGet(() -> fetched(named(name, file), name, file))
                : fromOneOf(uplinks, name, file, wanted);
    }

    private Optional<FoundTarball> hosted(PackageName name, Packument packument, String file) {
        Optional<Stored> stored = stored(name, packument, file).filter(one -> isTarball(one.file));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Stored found = stored.get();
        FoundTarball.Opening opening = opening(
                range -> switch (tarballs.read(name, found.file, range)) {
                    case BlobRead.Found bytes -> Optional.of(bytes);
                    case BlobRead.Absent(), BlobRead.NotChanged() -> Optional.empty();
                },
                found.shasum);
        // Verdaccio names files of uplinks' packages that it never fetched.
        boolean mayBeMissing = packument.distfiles().containsKey(found.file);
        return mayBeMissing && !exists(name, found.file)
                ? Optional.empty()
                : Optional.of(new FoundTarball.Hosted(found.file, opening));
    }

    private boolean exists(PackageName name, String file) {
        return switch (tarballs.read(name, file, ReadIf.range(0, 0))) {
            case BlobRead.Found found -> {
                close(found);
                yield true;
            }
            case BlobRead.Absent(), BlobRead.NotChanged() -> false;
        };
    }

    private Optional<FoundTarball> kept(Uplink uplink, PackageName name, String file, Wanted wanted) {
        if (uplink.tarballs() != TarballDelivery.CACHE) {
            return Optional.empty();
        }
        if (addresses.isPresent() && wanted == Wanted.BYTES_OR_ADDRESS) {
            // Its first byte, to see that it is there.
            return upstream.kept(uplink, name, file, ReadIf.range(0, 0)).map(found -> {
                close(found);
                return new FoundTarball.Elsewhere(
                        addresses.get().apply(found.meta().key()));
            });
        }
        return upstream.kept(uplink, name, file, ReadIf.always())
                .map(open -> new FoundTarball.Kept(
                        new OpenTarball(open, Optional.empty()),
                        opening(
                                range -> Optional.of(again(open, range, upstream.kept(uplink, name, file, range))),
                                Optional.empty())));
    }

    /// What was evicted or replaced since it was opened is read as it was opened.
    private static BlobRead.Found again(BlobRead.Found open, ReadIf range, Optional<BlobRead.Found> again) {
        if (again.isPresent()) {
            if (again.get().meta().revision().equals(open.meta().revision())) {
                return again.get();
            }
            close(again.get());
        }
        if (range instanceof ReadIf.Range(long first, long ignored)) {
            skip(open, first);
        }
        return open;
    }

    private FoundTarball fromOneOf(List<Uplink> uplinks, PackageName name, String file, Wanted wanted) {
        Named named;
        try {
            named = named(name, file);
        } catch (RegistryException.NotFound | RegistryException.Unavailable e) {
            // Without a packument that has the file any kept copy will do: lock files still name it.
            return uplinks.stream()
                    .flatMap(uplink -> kept(uplink, name, file, wanted).stream())
                    .findFirst()
                    .orElseThrow(() -> e);
        }
        return named.sources().stream()
                .flatMap(source -> kept(source.uplink(), name, file, wanted).stream())
                .findFirst()
                .orElseGet(() -> fetched(named, name, file));
    }

    /// A version of an uplink whose tarball is wanted, and the package that names it.
    private record Named(AvailablePackage by, AvailablePackage.Foreign version) {
        static Optional<Named> in(AvailablePackage found, PackageName name, String file) {
            return found.foreign(versionIn(name, file))
                    .or(() -> found.foreignByFile(file))
                    .map(version -> new Named(found, version));
        }

        List<AvailablePackage.Foreign> sources() {
            return by.sources(version);
        }
    }

    private Named named(PackageName name, String file) {
        return Named.in(packages.find(name), name, file).orElseGet(() -> {
            AvailablePackage anew = packages.findAnew(name);
            return Named.in(anew, name, file).orElseThrow(() -> missing(anew));
        });
    }

    /// From the first source that gives it. What one has lost, another may have that has failed.
    private FoundTarball fetched(Named named, PackageName name, String file) {
        RegistryException.@Nullable Unavailable failure = null;
        for (AvailablePackage.Foreign source : named.sources()) {
            try {
                Optional<FoundTarball> found = fetched(source, name, file);
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (RegistryException.Unavailable e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? missing(named.by) : failure;
    }

    private Optional<FoundTarball> fetched(AvailablePackage.Foreign source, PackageName name, String file) {
        if (source.uplink().tarballs() != TarballDelivery.CACHE) {
            return Optional.of(new FoundTarball.Elsewhere(UpstreamTarballs.address(name, file, source)));
        }
        return upstream.fetch(name, file, source)
                .map(download ->
                        new FoundTarball.Arriving(download, source.manifest().shasum()));
    }

    /// What a packument says about a file that lies beside it.
    private record Stored(String file, Optional<String> shasum) {
        static Stored of(VersionManifest manifest) {
            return new Stored(manifest.tarballFile(), manifest.shasum());
        }
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

    private static boolean isTarball(String file) {
        return StorageLayout.isFile(file) && file.endsWith(ENDING);
    }

    private static FoundTarball.Opening opening(
            Function<ReadIf, Optional<BlobRead.Found>> read, Optional<String> shasum) {
        return new FoundTarball.Opening() {
            @Override
            public OpenTarball whole() {
                return open(ReadIf.always());
            }

            @Override
            public OpenTarball range(long first, long last) {
                return open(ReadIf.range(first, last));
            }

            private OpenTarball open(ReadIf range) {
                return new OpenTarball(read.apply(range).orElseThrow(TarballReader::noSuchFile), shasum);
            }
        };
    }

    private static void skip(BlobRead.Found found, long bytes) {
        try {
            found.body().skipNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(BlobRead.Found found) {
        try {
            found.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RegistryException.NotFound missing(AvailablePackage from) {
        from.requireComplete();
        return noSuchFile();
    }

    private static RegistryException.NotFound noSuchFile() {
        return new RegistryException.NotFound("no such file available");
    }
}
