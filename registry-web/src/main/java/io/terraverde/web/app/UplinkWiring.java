package io.terraverde.web.app;

import io.terraverde.access.PackageRule;
import io.terraverde.cache.CacheStore;
import io.terraverde.core.WorkingMemory;
import io.terraverde.tarball.SpoolFolder;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.Circuit;
import io.terraverde.uplink.CircuitListener;
import io.terraverde.uplink.CircuitState;
import io.terraverde.uplink.DownloadLimits;
import io.terraverde.uplink.Freshness;
import io.terraverde.uplink.GuardedUpstream;
import io.terraverde.uplink.Mirror;
import io.terraverde.uplink.MirrorFiles;
import io.terraverde.uplink.MirrorLimits;
import io.terraverde.uplink.SharedDownloads;
import io.terraverde.uplink.Uplink;
import io.terraverde.uplink.Upstream;
import io.terraverde.uplink.UpstreamObserver;
import io.terraverde.uplink.UpstreamPackuments;
import io.terraverde.uplink.UpstreamTarballs;
import io.terraverde.web.config.CacheSettings;
import io.terraverde.web.config.ConnectionSettings;
import io.terraverde.web.config.MirrorSettings;
import io.terraverde.web.config.OwnSettings;
import io.terraverde.web.config.Settings;
import io.terraverde.web.config.UplinkSettings;
import io.terraverde.web.uplink.HttpUpstream;
import io.terraverde.web.uplink.UpstreamOptions;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The servers outside: how they are asked, and what is made of their answers.
final class UplinkWiring {
    private static final Logger log = LoggerFactory.getLogger(UplinkWiring.class);

    /// The largest tarball or mirrored file that is fetched.
    private static final long MAX_FILE_BYTES = 2L << 30;

    /// How long a mirror that failed is not asked again for a file of which there is a copy.
    private static final Duration MIRROR_RETRY = Duration.ofSeconds(5);

    private final UpstreamOptions.Self self;
    private final UpstreamObserver observer;
    private final Optional<KeyStore> usualTrust;
    private final List<HttpUpstream> clients = new ArrayList<>();
    private final Map<String, Circuit> circuits = new LinkedHashMap<>();
    private final Map<String, Uplink> uplinks = new LinkedHashMap<>();
    private final UpstreamPackuments packuments;
    /// What a packument takes of the heap, in its sizes, from its bytes to the answers made of it.
    private static final int HEAP_PER_PACKUMENT = 6;

    private final UpstreamTarballs tarballs;
    private final List<Mirror> mirrors;
    private final MirrorFiles mirrorFiles;

    /// @param serverId of this instance, for `Via`
    /// @param memory shared by all who work on large documents
    /// @param observer told what comes of requests
    /// @param usualTrust what servers may be signed by if their settings do not say; empty for what the JVM
    ///     trusts
    UplinkWiring(
            Settings settings,
            String serverId,
            CacheStore cache,
            WorkingMemory memory,
            UpstreamObserver observer,
            Optional<KeyStore> usualTrust) {
        OwnSettings own = settings.own();
        this.observer = observer;
        this.usualTrust = usualTrust;
        self = new UpstreamOptions.Self(
                serverId, "npm (" + settings.server().poweredBy().orElse("hidden") + ")");
        settings.uplinks().forEach(uplink -> uplinks.put(uplink.name(), uplink(uplink)));
        Executor threads = Thread.ofVirtual().name("uplink ", 0)::start;
        packuments = new UpstreamPackuments(
                freshness(own.cache()),
                cache,
                new TarballSpool(own.spool()),
                memory,
                own.cacheBytes() / 4,
                Math.min(own.limits().packumentBytes(), Runtime.getRuntime().maxMemory() / HEAP_PER_PACKUMENT),
                SystemSources.clock(),
                threads);
        SharedDownloads downloads = new SharedDownloads(
                new SpoolFolder(own.spool()),
                DownloadLimits.USUAL,
                SystemSources.nanoTicker(),
                SystemSources.pauses(),
                SystemSources.random());
        tarballs = new UpstreamTarballs(cache, downloads, MAX_FILE_BYTES);
        mirrors = own.mirrors().stream().map(this::mirror).toList();
        mirrorFiles = new MirrorFiles(
                cache,
                downloads,
                new MirrorLimits(
                        MAX_FILE_BYTES, own.cache().notFound(), own.cache().staleIfError(), MIRROR_RETRY),
                SystemSources.clock(),
                SystemSources.nanoTicker(),
                SystemSources.random());
    }

    /// The uplinks that a rule names, in its order. Unknown names are nobody.
    List<Uplink> of(PackageRule rule) {
        if (rule.proxy().isEmpty()) {
            return List.of();
        }
        List<Uplink> found = new ArrayList<>();
        for (String name : rule.proxy()) {
            @Nullable Uplink uplink = uplinks.get(name);
            if (uplink != null) {
                found.add(uplink);
            }
        }
        return found;
    }

    UpstreamPackuments packuments() {
        return packuments;
    }

    UpstreamTarballs tarballs() {
        return tarballs;
    }

    List<Mirror> mirrors() {
        return mirrors;
    }

    MirrorFiles mirrorFiles() {
        return mirrorFiles;
    }

    /// What decides whether a server outside is asked, by its name: `npmjs` for an uplink, `mirror:node` for a
    /// mirror.
    Map<String, Circuit> circuits() {
        return Collections.unmodifiableMap(circuits);
    }

    /// Whether it is asked, for people.
    Map<String, String> shownStates() {
        Map<String, String> shown = new LinkedHashMap<>();
        circuits.forEach((name, circuit) -> shown.put(name, shown(circuit.state())));
        return shown;
    }

    /// A server outside that is left alone when it fails too often.
    ///
    /// @param kind `uplink` or `mirror`
    private Upstream upstream(String kind, String name, URI url, ConnectionSettings settings) {
        HttpUpstream client =
                new HttpUpstream(options(kind, name, url, settings), SystemSources.clock(), SystemSources.nanoTicker());
        clients.add(client);
        Circuit circuit = new Circuit(
                name, settings.maxFails(), settings.failTimeout(), SystemSources.nanoTicker(), new CircuitLog(kind));
        String key = key(kind, name);
        circuits.put(key, circuit);
        return new GuardedUpstream(
                kind,
                name,
                client,
                circuit,
                (_, outcome, took) -> observer.observed(key, outcome, took),
                SystemSources.nanoTicker());
    }

    /// What it is called among all servers outside: a mirror may have the name of an uplink.
    private static String key(String kind, String name) {
        return kind.equals("uplink") ? name : kind + ":" + name;
    }

    void close() {
        clients.forEach(HttpUpstream::close);
    }

    private static Freshness freshness(CacheSettings cache) {
        return new Freshness(cache.staleWhileRevalidate(), cache.staleIfError(), cache.notFound());
    }

    private Uplink uplink(UplinkSettings settings) {
        return new Uplink(
                settings.name(),
                settings.url(),
                settings.maxAge(),
                settings.cache(),
                settings.tarballs(),
                upstream("uplink", settings.name(), settings.url(), settings.connection()));
    }

    private static String shown(CircuitState state) {
        return state.isOffline() ? "offline: " + state.reason().orElse("it failed too often") : "online";
    }

    private record CircuitLog(String kind) implements CircuitListener {
        @Override
        public void wentOffline(String name, String reason) {
            log.warn("{} is offline name={} reason={}", kind, name, reason);
        }

        @Override
        public void cameBack(String name) {
            log.info("{} is back online name={}", kind, name);
        }
    }

    private Mirror mirror(MirrorSettings settings) {
        return new Mirror(
                settings.name(),
                settings.url(),
                settings.immutable(),
                settings.maxAge(),
                Set.copyOf(settings.access()),
                upstream("mirror", settings.name(), settings.url(), settings.connection()));
    }

    private UpstreamOptions options(String kind, String name, URI url, ConnectionSettings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        settings.headers().forEach((header, value) -> headers.put(header, value.value()));
        ConnectionSettings.Connections connections = settings.connections();
        return new UpstreamOptions(
                kind,
                name,
                url,
                settings.timeout(),
                self,
                new UpstreamOptions.Credentials(settings.authorization().map(secret -> secret.value()), headers),
                new UpstreamOptions.Tls(settings.strictSsl(), settings.ca(), usualTrust),
                new UpstreamOptions.Proxies(settings.httpProxy(), settings.httpsProxy(), settings.noProxy()),
                new UpstreamOptions.Pool(connections.keepAlive(), connections.max(), connections.maxIdle()));
    }
}
