package io.terraverde.web.app;

import io.terraverde.access.AccessRules;
import io.terraverde.cache.CacheSweeper;
import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.NameListFormat;
import io.terraverde.catalog.Packuments;
import io.terraverde.catalog.Tarballs;
import io.terraverde.core.WorkingMemory;
import io.terraverde.document.CommitLimits;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Lease;
import io.terraverde.document.LeasedDocument;
import io.terraverde.document.StorageLayout;
import io.terraverde.packument.PackumentFormat;
import io.terraverde.publish.LeftoverSweeper;
import io.terraverde.publish.PackageEditor;
import io.terraverde.publish.PublishDocumentReader;
import io.terraverde.publish.PublishLimits;
import io.terraverde.publish.Publisher;
import io.terraverde.publish.UplinkCheck;
import io.terraverde.read.PackumentReader;
import io.terraverde.read.PreparedPackuments;
import io.terraverde.read.ProvenanceReader;
import io.terraverde.read.TarballReader;
import io.terraverde.search.HostedLists;
import io.terraverde.search.PackageSearch;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.s3.S3Observer;
import io.terraverde.tarball.TarballInspector;
import io.terraverde.tarball.TarballLimits;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.AvailablePackages;
import io.terraverde.uplink.Circuit;
import io.terraverde.uplink.Origins;
import io.terraverde.uplink.UpstreamObserver;
import io.terraverde.web.config.OwnSettings;
import io.terraverde.web.config.RateLimit;
import io.terraverde.web.config.Settings;
import io.terraverde.web.config.Settings.NotifySettings;
import io.terraverde.web.http.CachedBytes;
import io.terraverde.web.http.Draining;
import io.terraverde.web.http.HealthEndpoints;
import io.terraverde.web.http.HttpMetrics;
import io.terraverde.web.http.RateLimits;
import io.terraverde.web.http.Router;
import io.terraverde.web.notify.Hook;
import io.terraverde.web.notify.Notices;
import io.terraverde.web.notify.Notifier;
import io.terraverde.web.npm.Accounts;
import io.terraverde.web.npm.Advisories;
import io.terraverde.web.npm.Attestations;
import io.terraverde.web.npm.CacheAdministration;
import io.terraverde.web.npm.DistTags;
import io.terraverde.web.npm.DownloadTarball;
import io.terraverde.web.npm.HostedPackages;
import io.terraverde.web.npm.MirrorEndpoint;
import io.terraverde.web.npm.PackageAccess;
import io.terraverde.web.npm.Profile;
import io.terraverde.web.npm.Search;
import io.terraverde.web.npm.ShowPackument;
import io.terraverde.web.npm.ShowVersion;
import io.terraverde.web.npm.TarballAddress;
import io.terraverde.web.npm.TokenList;
import io.terraverde.web.npm.Unpublish;
import io.terraverde.web.npm.WebLoginPages;
import io.terraverde.web.npm.WritePackage;
import java.security.KeyStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Builds the registry from its settings: ordinary code, read from top to bottom. The only place that names a
/// storage backend.
final class Wiring {
    /// Longer than any publish takes between its tarball and its commit.
    private static final Duration LEFTOVERS_GRACE = Duration.ofDays(1);

    /// How long the answer to a publish waits for the servers that want to hear of it.
    private static final Duration HOOK_PATIENCE = Duration.ofSeconds(10);

    /// Which part of the memory for documents the lists of everything hosted may take.
    private static final int LISTS_SHARE = 8;

    /// How often a client may ask whether a login is done, for each call of another kind. The clients of a whole office
    /// may have one address, and each asks some hundred times.
    private static final int POLLS = 20;

    /// How long it is not asked again whether the store works.
    private static final Duration HEALTH_KEPT = Duration.ofSeconds(1);

    private final Settings settings;
    private final Lease lease;
    private final Backend backend;
    private final BlobStore store;
    private final StoreHealth health;
    private final AccessRules access;
    private final StorageLayout layout;
    private final HostedNames names;
    private final AccountWiring accounts;

    private final Packuments packuments;
    private final Tarballs tarballs;
    private final CacheWiring cache;
    private final WorkingMemory memory;
    private final UplinkWiring uplinks;
    private final AvailablePackages packages;
    private final Optional<Notifier> notifier;

    /// @param serverId names this instance where requests pass through several registries
    /// @param observer told of requests to a remote store
    /// @param upstreamObserver told of requests to servers outside
    /// @throws StorageException when the storage cannot be used
    Wiring(Settings settings, String serverId, S3Observer observer, UpstreamObserver upstreamObserver) {
        this.settings = settings;
        OwnSettings own = settings.own();
        lease = new Lease(own.lease(), SystemSources.nanoTicker());
        Optional<KeyStore> usualTrust = UsualTrust.with(settings.extraCertificates());
        backend = Backend.open(settings.store(), usualTrust, observer);
        store = backend.store();
        health = new StoreHealth(store, new Lease(HEALTH_KEPT, SystemSources.nanoTicker()));
        access = new AccessRules(settings.packages());
        layout = new StorageLayout(
                backend.names(), name -> access.ruleFor(name).folder().orElse(""));
        names = new HostedNames(leased(store, new NameListFormat(), layout.names()));
        accounts = new AccountWiring(settings, store, names, this::leased);
        packuments = new Packuments(
                documents(
                        store,
                        new LimitedFormat<>(
                                new PackumentFormat(), "packument", own.limits().packumentBytes())),
                layout,
                lease,
                SystemSources.pauses(),
                own.cacheBytes() / 4);
        tarballs = new Tarballs(store, layout);
        cache = new CacheWiring(own.cache(), store);
        memory = new WorkingMemory(Runtime.getRuntime().maxMemory() / 4);
        uplinks = new UplinkWiring(settings, serverId, cache.cache(), memory, upstreamObserver, usualTrust);
        packages = new AvailablePackages(
                packuments,
                uplinks.packuments(),
                name -> uplinks.of(access.ruleFor(name)),
                switch (own.origins()) {
                    case MERGE -> Origins.MERGE;
                    case STRICT -> Origins.STRICT;
                });
        notifier = settings.hooks().isEmpty()
                ? Optional.empty()
                : Optional.of(new Notifier(
                        settings.hooks().stream().map(Wiring::hook).toList(),
                        HOOK_PATIENCE,
                        usualTrust.map(UsualTrust::context)));
    }

    Router routes(HttpMetrics metrics, Draining draining) {
        OwnSettings own = settings.own();
        RateLimit calls = settings.server().userRateLimit();
        PackumentReader reader = new PackumentReader(packages);
        PreparedPackuments<CachedBytes> prepared =
                new PreparedPackuments<>(packages, ShowPackument.preparation(), memory, own.cacheBytes() / 2);
        Publisher publisher = new Publisher(
                packuments,
                tarballs,
                names,
                new UplinkCheck(
                        packages, settings.allowOffline() ? UplinkCheck.WhenDown.PUBLISH : UplinkCheck.WhenDown.REFUSE),
                new TarballInspector(tarballLimits(own.limits())),
                SystemSources.clock(),
                SystemSources.random());
        PackageSearch search =
                new PackageSearch(names, packuments, new Lease(backend.searchAge(), SystemSources.nanoTicker()));
        PackageEditor editor = new PackageEditor(packuments, tarballs, names, SystemSources.clock());
        long maxBodyBytes = settings.server().maxBodyBytes();
        PublishDocumentReader documents =
                new PublishDocumentReader(new TarballSpool(own.spool()), PublishLimits.ofBody(maxBodyBytes));
        Handlers handlers = new Handlers(
                new HealthEndpoints(draining, health::problem, uplinks::shownStates),
                metrics,
                new ShowPackument(access, prepared),
                new ShowVersion(access, reader),
                new DownloadTarball(
                        access,
                        new TarballReader(
                                packages,
                                tarballs,
                                uplinks.tarballs(),
                                backend.addresses().filter(signed -> cache.isInStore())),
                        tarballAddress()),
                new WritePackage(access, documents, publisher, editor, notices(), maxBodyBytes),
                new Unpublish(access, editor, notices()),
                new DistTags(access, reader, editor),
                new PackageAccess(access, reader, editor),
                new Attestations(access, new ProvenanceReader(reader, tarballs)),
                new Search(access, search, SystemSources.clock()),
                new HostedPackages(new HostedLists<>(
                        names,
                        packuments,
                        search,
                        access,
                        HostedPackages.preparation(),
                        own.cacheBytes() / LISTS_SHARE,
                        SystemSources.secureRandom())),
                new Accounts(accounts.users(), accounts.logins()),
                new WebLoginPages(
                        accounts.webLogins(),
                        accounts.logins(),
                        rateLimits(AccountWiring.BEGUN_WINDOW, Math.min(calls.max(), AccountWiring.MAX_BEGUN))
                                .newCounter()),
                new Profile(accounts.users()),
                new TokenList(accounts.tokens(), SystemSources.clock()),
                new Advisories(),
                new CacheAdministration(
                        own.admins(),
                        cache.purge(),
                        cache.sweeper()::statistics,
                        uplinks.packuments()::forget,
                        uplinks.packuments()::forgetAll),
                new MirrorEndpoint(uplinks.mirrors(), uplinks.mirrorFiles()));
        int polls = (int) Math.min(Integer.MAX_VALUE, (long) POLLS * calls.max());
        return Routes.of(handlers, rateLimits(calls.window(), calls.max()), rateLimits(calls.window(), polls));
    }

    private static RateLimits rateLimits(Duration window, int max) {
        return new RateLimits(SystemSources.clock(), window, max);
    }

    AccountWiring accounts() {
        return accounts;
    }

    LeftoverSweeper sweeper() {
        return new LeftoverSweeper(packuments, tarballs, names, LEFTOVERS_GRACE, SystemSources.clock());
    }

    /// How long after the start the sweeper goes first.
    Duration leftoversDelay() {
        return backend.leftoversDelay();
    }

    /// What decides whether a server outside is asked, by its name.
    Map<String, Circuit> circuits() {
        return uplinks.circuits();
    }

    /// Keeps the cache of other servers within its bounds; empty when there are none.
    Optional<CacheSweeper> cacheSweeper() {
        boolean asksOthers =
                !settings.uplinks().isEmpty() || !settings.own().mirrors().isEmpty();
        return asksOthers ? Optional.of(cache.sweeper()) : Optional.empty();
    }

    /// Removes what died instances left in the store, outside of packages.
    void sweepStore() {
        backend.sweep().run();
    }

    void close() {
        notifier.ifPresent(Notifier::close);
        accounts.close();
        uplinks.close();
        cache.close();
        backend.close();
    }

    <T> DocumentStore<T> documents(BlobStore in, DocumentFormat<T> format) {
        return new DocumentStore<>(
                in,
                format,
                CommitLimits.defaults(),
                SystemSources.pauses(),
                SystemSources.clock(),
                SystemSources.random());
    }

    private <T> LeasedDocument<T> leased(BlobStore in, DocumentFormat<T> format, BlobKey key) {
        return new LeasedDocument<>(documents(in, format), key, lease, SystemSources.pauses());
    }

    /// Where clients are sent for tarballs. A signed address is signed for GET alone.
    private TarballAddress tarballAddress() {
        if (settings.tarballRedirect().isPresent()) {
            return TarballAddress.ofTemplate(settings.tarballRedirect().get());
        }
        return backend.addresses()
                .<TarballAddress>map(signed -> (method, name, file) -> method.equals("GET")
                        ? Optional.of(signed.apply(layout.file(name, file)).toString())
                        : Optional.empty())
                .orElseGet(TarballAddress::none);
    }

    private Notices notices() {
        return notifier.<Notices>map(one -> one).orElseGet(Notices::none);
    }

    private static Hook hook(NotifySettings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        settings.headers().forEach((name, value) -> headers.put(name, value.value()));
        return new Hook(settings.endpoint(), settings.method(), headers, settings.packagePattern(), settings.content());
    }

    private static TarballLimits tarballLimits(OwnSettings.Limits limits) {
        return new TarballLimits(
                limits.tarballEntries(),
                limits.unpackedBytes(),
                limits.expansionRatio(),
                TarballLimits.DEFAULT.maxManifestBytes());
    }
}
