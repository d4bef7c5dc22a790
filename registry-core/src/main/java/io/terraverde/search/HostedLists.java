package io.terraverde.search;

import io.terraverde.access.AccessRules;
import io.terraverde.access.Action;
import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.core.Caller;
import io.terraverde.name.PackageName;
import io.terraverde.storage.Revision;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lists of everything hosted that a caller may read: made once per state and kind of caller, and given out
/// from memory after that.
///
/// The names are what a proxy in front needs to tell what is hosted here from everything else. A name may be
/// among them a moment before its package is there, and never the other way round.
///
/// @param <A> what clients are answered with
public final class HostedLists<A> {
    /// Where no public URL is configured, clients can make up bases by the thousand. Lists are prepared for
    /// those that come first; all others get theirs unprepared.
    private static final int MAX_BASES = 16;

    /// Which list.
    public enum Form {
        /// The names as an array of JSON, in their order.
        NAMES_JSON,
        /// The names in their order, one per line.
        NAMES_TEXT,
        /// The latest version of every package, as an array of JSON.
        LATEST
    }

    /// Makes of a list what is sent: compresses it, names its content.
    public interface Preparation<A> {
        /// Prepares one list.
        ///
        /// @param body UTF-8, not to be changed
        A prepare(Form form, byte[] body);

        /// How much memory it takes.
        int sizeBytes(A prepared);
    }

    /// The latest version of every package.
    public sealed interface Latest<A> {
        /// Ready to be sent.
        record Prepared<A>(A answer) implements Latest<A> {}

        /// To be sent as it is: nothing is kept for its base, or it is too large to keep it more than once.
        record Unprepared<A>(LatestList list) implements Latest<A> {}
    }

    /// @param groups those that decide what the caller may read
    /// @param base of links; empty where there are none
    private record Key(Form form, Set<String> groups, String base) {}

    private final HostedNames names;
    private final PackageSearch search;
    private final AccessRules access;
    private final LatestManifests manifests;
    private final Preparation<A> preparation;
    private final Kept<Key, Optional<Revision>, A> keptNames;
    private final long maxPreparedBytes;
    private final Kept<Key, Map<PackageName, Revision>, A> keptLatest;
    private final Set<String> bases = new HashSet<>();

    /// @param search knows at which revision packages are
    /// @param random cryptographically strong
    /// @param cacheBytes about how much memory prepared lists may take
    public HostedLists(
            HostedNames names,
            Packuments packuments,
            PackageSearch search,
            AccessRules access,
            Preparation<A> preparation,
            long cacheBytes,
            RandomGenerator random) {
        this.names = names;
        this.search = search;
        this.access = access;
        this.manifests = new LatestManifests(packuments, random);
        this.preparation = preparation;
        this.keptNames = new Kept<>(preparation::sizeBytes, cacheBytes / 4);
        this.maxPreparedBytes = cacheBytes / 4;
        this.keptLatest = new Kept<>(preparation::sizeBytes, cacheBytes / 4 * 3);
    }

    /// The names as an array of JSON, `["@acme/base","left-pad"]`, not older than any publish acknowledged before.
    public A namesAsJson(Caller caller) {
        return names(Form.NAMES_JSON, caller);
    }

    /// The names with a line feed after each, not older than any publish acknowledged before.
    public A namesAsText(Caller caller) {
        return names(Form.NAMES_TEXT, caller);
    }

    /// The latest version of every package, by name: an array of manifests, each with `time`, `users` and a complete
    /// `author`. As old as search may be.
    ///
    /// @param base the public URL of the registry, with a slash at its end
    public Latest<A> latest(Caller caller, String base) {
        Map<PackageName, Revision> revisions = search.revisions(readableBy(caller));
        LatestList list = manifests.list(revisions, base);
        if (list.sizeBytes() > maxPreparedBytes || !isPreparedFor(base)) {
            return new Latest.Unprepared<>(list);
        }
        Key key = new Key(Form.LATEST, access.deciding(Action.ACCESS, caller), base);
        return new Latest.Prepared<>(
                keptLatest.get(key, revisions, () -> preparation.prepare(Form.LATEST, list.toBytes())));
    }

    private boolean isPreparedFor(String base) {
        synchronized (bases) {
            return bases.contains(base) || (bases.size() < MAX_BASES && bases.add(base));
        }
    }

    private A names(Form form, Caller caller) {
        HostedNames.Listing listing = names.listing();
        Key key = new Key(form, access.deciding(Action.ACCESS, caller), "");
        return keptNames.get(key, listing.revision(), () -> {
            Stream<String> shown = listing.names().stream()
                    .filter(readableBy(caller))
                    .distinct()
                    .sorted()
                    .map(PackageName::text);
            return preparation.prepare(form, rendered(form, shown).getBytes(StandardCharsets.UTF_8));
        });
    }

    /// No character of a name needs an escape.
    private static String rendered(Form form, Stream<String> names) {
        return form == Form.NAMES_TEXT
                ? names.map(name -> name + "\n").collect(Collectors.joining())
                : names.map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private Predicate<PackageName> readableBy(Caller caller) {
        return name -> access.allows(Action.ACCESS, name, caller);
    }
}
