package io.terraverde.uplink;

import io.terraverde.catalog.Packuments;
import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The packages clients can see: those hosted here, those of uplinks, and both merged.
public final class AvailablePackages {
    private final Packuments hosted;
    private final UpstreamPackuments upstream;
    private final Function<PackageName, List<Uplink>> uplinks;
    private final Origins origins;

    /// @param uplinks those that the rule of a name allows to ask, the most important first
    public AvailablePackages(
            Packuments hosted,
            UpstreamPackuments upstream,
            Function<PackageName, List<Uplink>> uplinks,
            Origins origins) {
        this.hosted = hosted;
        this.upstream = upstream;
        this.uplinks = uplinks;
        this.origins = origins;
    }

    /// A package, from wherever it comes.
    ///
    /// @throws RegistryException.NotFound when it is not hosted and every uplink has said that it has no such
    ///     package
    /// @throws RegistryException.Unavailable when that is not sure
    public AvailablePackage find(PackageName name) {
        Optional<Document<Packument>> here = stored(name);
        List<Uplink> allowed = uplinksFor(name, here);
        if (allowed.isEmpty()) {
            return new AvailablePackage(
                    name, Optional.of(here.orElseThrow(AvailablePackages::absent)), List.of(), Optional.empty());
        }
        return merged(name, here, upstream.ask(allowed, name, isHosted(here) ? Patience.SHORT : Patience.LONG));
    }

    /// The same for somebody who misses something in what `find` gave: asks uplinks again, unless they were
    /// asked just before.
    public AvailablePackage findAnew(PackageName name) {
        Optional<Document<Packument>> here = stored(name);
        List<Uplink> allowed = uplinksFor(name, here);
        return allowed.isEmpty() ? find(name) : merged(name, here, upstream.askAnew(allowed, name));
    }

    /// What the storage has of a package, without a look at uplinks. A tombstone is nothing.
    public Optional<Document<Packument>> stored(PackageName name) {
        return hosted.find(name)
                .filter(document -> document.value().unpublished().isEmpty());
    }

    /// The uplinks that may be asked for a package.
    ///
    /// @param stored what the storage has of it
    public List<Uplink> uplinksFor(PackageName name, Optional<Document<Packument>> stored) {
        return origins == Origins.STRICT && isHosted(stored) ? List.of() : uplinks.apply(name);
    }

    /// Whether a stored package is one of our own. Verdaccio keeps copies of uplinks' packages in its storage;
    /// one that has nothing else is not hosted.
    public static boolean isHosted(Optional<Document<Packument>> stored) {
        return stored.map(Document::value)
                .filter(packument ->
                        packument.copiedVersions().size() < packument.versions().size()
                                || packument.versions().isEmpty())
                .isPresent();
    }

    private AvailablePackage merged(PackageName name, Optional<Document<Packument>> here, List<Offer> offers) {
        List<Offer.Found> found = only(offers, Offer.Found.class).toList();
        boolean mustKnowAll = here.isEmpty() && (found.isEmpty() || origins == Origins.STRICT);
        if (mustKnowAll) {
            worst(failures(offers)).ifPresent(failure -> {
                throw UpstreamFailures.refusal(failure);
            });
        }
        if (here.isEmpty() && found.isEmpty()) {
            throw absent();
        }
        Stream<UpstreamException> doubts = found.stream().flatMap(offer -> offer.failure().stream());
        return new AvailablePackage(name, here, found, worst(Stream.concat(failures(offers), doubts)));
    }

    private static Stream<UpstreamException> failures(List<Offer> offers) {
        return only(offers, Offer.Failure.class).map(Offer.Failure::failure);
    }

    /// Of several failures the one that repeating helps most.
    private static Optional<UpstreamException> worst(Stream<UpstreamException> failures) {
        return failures.min(Comparator.comparing(UpstreamException::kind));
    }

    private static <T> Stream<T> only(List<Offer> offers, Class<T> kind) {
        return offers.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static RegistryException.NotFound absent() {
        return new RegistryException.NotFound("no such package available");
    }
}
