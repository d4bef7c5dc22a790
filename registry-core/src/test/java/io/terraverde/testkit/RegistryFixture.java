package io.terraverde.testkit;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;

import io.terraverde.cache.CacheStore;
import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.NameListFormat;
import io.terraverde.catalog.Packuments;
import io.terraverde.catalog.Tarballs;
import io.terraverde.core.Caller;
import io.terraverde.core.WorkingMemory;
import io.terraverde.document.CommitLimits;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Lease;
import io.terraverde.document.LeasedDocument;
import io.terraverde.document.Pauses;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentFormat;
import io.terraverde.publish.LeftoverSweeper;
import io.terraverde.publish.PackageEditor;
import io.terraverde.publish.PublishDocumentReader;
import io.terraverde.publish.PublishLimits;
import io.terraverde.publish.Publisher;
import io.terraverde.publish.UplinkCheck;
import io.terraverde.publish.WrittenDocument;
import io.terraverde.read.PackumentReader;
import io.terraverde.read.TarballReader;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.tarball.SpoolFolder;
import io.terraverde.tarball.TarballInspector;
import io.terraverde.tarball.TarballLimits;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.AvailablePackages;
import io.terraverde.uplink.DownloadLimits;
import io.terraverde.uplink.Freshness;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.SharedDownloads;
import io.terraverde.uplink.Uplink;
import io.terraverde.uplink.UpstreamPackuments;
import io.terraverde.uplink.UpstreamTarballs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// One instance of a registry over a store, without a web server: `RegistryFixture.over(store).publish("left-pad",
/// "1.0.0")`. Several over one store are several instances. Its clock stands still; its commit loop really pauses.
public final class RegistryFixture {
    /// The public URL.
    public static final String BASE = "https://registry.example/";

    /// Where the names are.
    public static final BlobKey NAMES = BlobKey.of(".verdaccio-db.json");

    private static final long CACHE_BYTES = 64L << 20;
    private static final long MAX_BYTES = 128L << 20;
    private static final Path SPOOL = Path.of("target", "spool");

    /// How long the fixture uses what uplinks said.
    public static final Freshness FRESHNESS =
            new Freshness(Duration.ofHours(1), Duration.ofDays(30), Duration.ofSeconds(30));

    private final ManualClock clock = new ManualClock();
    private final BlobStore store;
    private final long seed;
    private final StorageLayout layout = new StorageLayout(NAMES, name -> "");
    private final Packuments packuments;
    private final HostedNames names;
    private final Tarballs tarballs;
    private final CacheStore cache;
    private final UpstreamPackuments upstream;
    private AvailablePackages packages;
    private final PublishDocumentReader documents =
            new PublishDocumentReader(new TarballSpool(SPOOL), PublishLimits.ofBody(1L << 30));

    private RegistryFixture(BlobStore store, Lease lease, Pauses pauses, long cacheBytes, long seed) {
        this.store = store;
        this.seed = seed;
        this.packuments = new Packuments(documents(new PackumentFormat()), layout, lease, pauses, cacheBytes);
        this.names = new HostedNames(new LeasedDocument<>(documents(new NameListFormat()), NAMES, lease, pauses));
        this.tarballs = new Tarballs(store, layout);
        this.cache = new CacheStore(store, ".terraverde/cache/");
        this.upstream = new UpstreamPackuments(
                FRESHNESS,
                cache,
                new TarballSpool(SPOOL),
                new WorkingMemory(cacheBytes),
                cacheBytes,
                MAX_BYTES,
                clock,
                work -> Thread.startVirtualThread(work));
        this.packages = new AvailablePackages(packuments, upstream, name -> List.of(), Origins.MERGE);
    }

    /// An instance that asks the store on every read.
    public static RegistryFixture over(BlobStore store) {
        return over(store, CACHE_BYTES, 1);
    }

    /// An instance that asks the store on every read.
    ///
    /// @param cacheBytes what the cached packuments may take
    /// @param seed of the commit ids: different for every instance over one store
    public static RegistryFixture over(BlobStore store, long cacheBytes, long seed) {
        return new RegistryFixture(store, new Lease(Duration.ZERO, new FakeTime()), pause -> {}, cacheBytes, seed);
    }

    /// An instance with a lease.
    ///
    /// @param time of the leases, shared by all instances
    /// @param seed of the commit ids: different for every instance over one store
    public static RegistryFixture over(BlobStore store, Duration lease, FakeTime time, long seed) {
        return new RegistryFixture(store, new Lease(lease, time), time, CACHE_BYTES, seed);
    }

    /// Publishes a version with the smallest tarball there is.
    public String publish(String name, String version) {
        return publish(name, version, aTarballOf(name, version).bytes());
    }

    /// Publishes a version with these bytes.
    public String publish(String name, String version, byte[] tarball) {
        try {
            return publishDocument(name, aPublishOf(name, version, tarball).text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Publishes what a document says.
    public String publishDocument(String name, String document) {
        try (InputStream body = new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
                WrittenDocument written = documents.read(body)) {
            return publisher().publish(PackageName.parse(name), Caller.user("alice", List.of()), written, BASE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Unpublishes a whole package, as it is at this moment.
    public void unpublish(String name) {
        editor().unpublish(PackageName.parse(name), packument(name).rev());
    }

    /// The stored packument; a tombstone too.
    ///
    /// @throws java.util.NoSuchElementException when there is none
    public Packument packument(String name) {
        return packuments.fresh(PackageName.parse(name)).orElseThrow().value();
    }

    /// The clock of everything that writes.
    public ManualClock clock() {
        return clock;
    }

    /// The catalog's packuments.
    public Packuments packuments() {
        return packuments;
    }

    /// The catalog's names.
    public HostedNames names() {
        return names;
    }

    /// The catalog's files.
    public Tarballs tarballs() {
        return tarballs;
    }

    /// Publishes.
    public Publisher publisher() {
        return new Publisher(
                packuments,
                tarballs,
                names,
                new UplinkCheck(packages(), UplinkCheck.WhenDown.REFUSE),
                new TarballInspector(TarballLimits.DEFAULT),
                clock,
                CounterFormat.seeded(seed * 31 + System.identityHashCode(this)));
    }

    /// Edits.
    public PackageEditor editor() {
        return new PackageEditor(packuments, tarballs, names, clock);
    }

    /// Sweeps.
    public LeftoverSweeper sweeper(Duration grace) {
        return new LeftoverSweeper(packuments, tarballs, names, grace, clock);
    }

    /// Reads packuments.
    public PackumentReader reader() {
        return new PackumentReader(packages());
    }

    /// Reads tarballs.
    public TarballReader tarballReader() {
        SharedDownloads downloads = new SharedDownloads(
                new SpoolFolder(SPOOL),
                DownloadLimits.USUAL,
                System::nanoTime,
                pause -> LockSupport.parkNanos(pause.toNanos()),
                CounterFormat.seeded(seed));
        return new TarballReader(
                packages(), tarballs, new UpstreamTarballs(cache, downloads, MAX_BYTES), Optional.empty());
    }

    /// What clients can see.
    public AvailablePackages packages() {
        return packages;
    }

    /// Other registries that may be asked for every name.
    public RegistryFixture withUplinks(Origins origins, Uplink... uplinks) {
        packages = new AvailablePackages(packuments, upstream, name -> List.of(uplinks), origins);
        return this;
    }

    private <T> DocumentStore<T> documents(DocumentFormat<T> format) {
        return new DocumentStore<>(
                store,
                format,
                CommitLimits.defaults(),
                pause -> LockSupport.parkNanos(pause.toNanos()),
                clock,
                CounterFormat.seeded(seed));
    }
}
