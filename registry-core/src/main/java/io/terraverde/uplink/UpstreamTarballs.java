package io.terraverde.uplink;

import io.terraverde.cache.CacheStore;
import io.terraverde.name.PackageName;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/// Tarballs of uplinks: kept in the cache as `{uplink}/{package}/{file}`, and fetched once for all who want
/// one. What is kept is what the uplink's packument declared.
public final class UpstreamTarballs {
    private final CacheStore cache;
    private final SharedDownloads downloads;
    private final long maxBytes;

    /// @param maxBytes the largest tarball
    public UpstreamTarballs(CacheStore cache, SharedDownloads downloads, long maxBytes) {
        this.cache = cache;
        this.downloads = downloads;
        this.maxBytes = maxBytes;
    }

    /// The kept copy of a tarball; the caller closes it.
    ///
    /// @param file the name of a tarball, as {@link io.terraverde.document.StorageLayout#isFile} has it
    public Optional<BlobRead.Found> kept(Uplink uplink, PackageName name, String file, ReadIf range) {
        return uplink.cache() ? cache.read(key(uplink, name, file), range) : Optional.empty();
    }

    /// Fetches a tarball, or joins those for whom it is being fetched. Returns when the uplink has begun to
    /// answer; the caller closes the share.
    ///
    /// @param file its canonical name
    /// @return empty when the uplink has no such file
    /// @throws io.terraverde.core.RegistryException.Unavailable when there is no answer, or no room
    public Optional<Download> fetch(PackageName name, String file, AvailablePackage.Foreign version) {
        Uplink uplink = version.uplink();
        String key = key(uplink, name, file);
        URI address = address(name, file, version);
        Optional<String> via = RequestVia.current();
        var fetch = new Fetch(key, uplink, UpstreamRequest.file(address, via));
        DownloadPlan plan =
                new DownloadPlan("uplink \"" + uplink.name() + "\"", file, fetch, version.declared(), maxBytes, fetch);
        try {
            return downloads.join(key, plan);
        } catch (UpstreamException e) {
            throw UpstreamFailures.refusal(e);
        }
    }

    /// Where an uplink has a tarball. Packuments of some registries have paths, or nothing, in place of an
    /// address.
    public static URI address(PackageName name, String file, AvailablePackage.Foreign version) {
        Optional<URI> stated = version.manifest().tarballUrl().flatMap(UpstreamTarballs::absolute);
        return stated.orElseGet(() -> URI.create(version.uplink().url() + "/" + name.text() + "/-/" + file));
    }

    private static Optional<URI> absolute(String url) {
        try {
            URI address = new URI(url);
            boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            return web && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// Looks into the cache before it asks: who missed the copy there may come just when another has kept it.
    private final class Fetch implements DownloadPlan.Source, DownloadPlan.Keep {
        private final String key;
        private final Uplink uplink;
        private final UpstreamRequest request;
        private boolean isKept;

        Fetch(String key, Uplink uplink, UpstreamRequest request) {
            this.key = key;
            this.uplink = uplink;
            this.request = request;
        }

        @Override
        public UpstreamAnswer open(long offset, Optional<String> etag) {
            Optional<BlobRead.Found> meanwhile =
                    offset == 0 && uplink.cache() ? cache.read(key, ReadIf.always()) : Optional.empty();
            isKept = meanwhile.isPresent();
            return meanwhile.isPresent()
                    ? answer(meanwhile.get())
                    : uplink.upstream().get(request.from(offset, etag));
        }

        @Override
        public void keep(BlobBody whole, FileHead head) {
            if (uplink.cache() && !isKept) {
                var _ = cache.put(key, whole, PutIf.always());
            }
        }

        private static UpstreamAnswer answer(BlobRead.Found copy) {
            return new UpstreamAnswer.Found(
                    0,
                    OptionalLong.of(copy.meta().sizeBytes()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    UpstreamAnswer.Encoding.IDENTITY,
                    copy.body());
        }
    }

    private static String key(Uplink uplink, PackageName name, String file) {
        return key(uplink.cacheName(), name, file);
    }

    /// Where a tarball is kept.
    ///
    /// @param uplink its name in the cache
    static String key(String uplink, PackageName name, String file) {
        return uplink + "/" + name.text() + "/" + file;
    }
}
