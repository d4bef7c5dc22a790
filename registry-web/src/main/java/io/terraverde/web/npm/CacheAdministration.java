package io.terraverde.web.npm;

import io.terraverde.cache.CachePurge;
import io.terraverde.cache.CacheStatistics;
import io.terraverde.cache.CacheUse;
import io.terraverde.cache.SweepReport;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.uplink.MirrorPath;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators do with the cache of other servers: look at it, and remove from it.
public final class CacheAdministration {
    private static final Logger log = LoggerFactory.getLogger(CacheAdministration.class);

    /// `""`, `-`, `terraverde`, `cache`, `-`, `mirror` and the name stand before the path.
    private static final int MIRROR_DEPTH = 7;

    private final List<String> admins;
    private final CachePurge purge;
    private final Supplier<CacheStatistics> statistics;
    private final Consumer<PackageName> forget;
    private final Runnable forgetAll;

    /// @param admins users and groups that may do this; nobody when empty
    /// @param statistics asked for every answer, so it must cost nothing
    /// @param forget drops what this instance has in memory of a package; called after the package was removed
    /// @param forgetAll the same for all packages
    public CacheAdministration(
            List<String> admins,
            CachePurge purge,
            Supplier<CacheStatistics> statistics,
            Consumer<PackageName> forget,
            Runnable forgetAll) {
        this.admins = List.copyOf(admins);
        this.purge = purge;
        this.statistics = statistics;
        this.forget = forget;
        this.forgetAll = forgetAll;
    }

    /// `GET /-/terraverde/cache`: what the last sweep of any instance left, and the numbers of this one.
    public Answer show(Exchange exchange) {
        requireAdmin(exchange.caller(), "see the state of the cache");
        return Answers.json(200, described(statistics.get()));
    }

    /// `DELETE /-/terraverde/cache/{package}`
    public Answer purgePackage(Exchange exchange) {
        requireAdmin(exchange.caller(), "purge the cache");
        PackageName name = exchange.packageName();
        SweepReport.Amount removed = purge.purge(name);
        forget.accept(name);
        return purged(exchange.caller(), name.text(), removed);
    }

    /// `DELETE /-/terraverde/cache/-/mirror/{name}/{path...}`: all paths that start so; without a path, all of
    /// it.
    public Answer purgeMirror(Exchange exchange) {
        requireAdmin(exchange.caller(), "purge the cache");
        String name = exchange.segment("name");
        MirrorPath path = MirrorPath.parse(behindMirror(exchange.rawPath()));
        SweepReport.Amount removed = purge.purgeMirror(name, path.keyPrefixes());
        return purged(exchange.caller(), "mirror/" + name + "/" + path, removed);
    }

    /// `DELETE /-/terraverde/cache`
    public Answer purgeAll(Exchange exchange) {
        requireAdmin(exchange.caller(), "purge the cache");
        SweepReport.Amount removed = purge.purgeAll();
        forgetAll.run();
        return purged(exchange.caller(), "*", removed);
    }

    private void requireAdmin(Caller caller, String what) {
        if (admins.stream().anyMatch(caller.groups()::contains)) {
            return;
        }
        throw caller.user()
                .<RegistryException>map(
                        user -> new RegistryException.Forbidden("user " + user + " is not allowed to " + what))
                .orElseGet(() -> new RegistryException.Unauthenticated("authorization required to " + what));
    }

    /// What stands behind the name of the mirror and a slash. The segments of the route will not do: they join
    /// scopes.
    private static String behindMirror(String rawPath) {
        String[] segments = rawPath.split("/", MIRROR_DEPTH + 1);
        return segments.length > MIRROR_DEPTH ? segments[MIRROR_DEPTH] : "";
    }

    private static Answer purged(Caller caller, String what, SweepReport.Amount removed) {
        log.info(
                "cache purged what={} objects={} bytes={} user={}",
                what,
                removed.objects(),
                removed.bytes(),
                caller.user().orElse(""));
        return Answers.json(200, amount(removed));
    }

    private static Map<String, Object> described(CacheStatistics statistics) {
        Map<String, Object> shown = new LinkedHashMap<>();
        statistics.sweep().ifPresent(sweep -> {
            shown.put("sweptAt", sweep.at().toString());
            shown.putAll(amount(sweep.left()));
            sweep.oldestUse().ifPresent(use -> shown.put("oldestUse", use.toString()));
            Map<String, Object> parts = new LinkedHashMap<>();
            sweep.parts().forEach((name, amount) -> parts.put(name, amount(amount)));
            shown.put("parts", parts);
        });
        shown.put("instance", counts(statistics.counts()));
        return shown;
    }

    private static Map<String, Object> amount(SweepReport.Amount amount) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("objects", amount.objects());
        shown.put("bytes", amount.bytes());
        return shown;
    }

    private static Map<String, Object> counts(CacheUse.Counts counts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("hits", counts.hits());
        shown.put("misses", counts.misses());
        shown.put("failures", counts.failures());
        shown.put("writes", counts.writes());
        shown.put("evictions", counts.evictions());
        return shown;
    }
}
