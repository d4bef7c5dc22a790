package io.terraverde.search;

import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Search over the hosted packages.
///
/// A summary of every hosted package is kept in memory, about a kilobyte each, and made again when its packument has
/// changed.
public final class PackageSearch {
    private static final Logger log = LoggerFactory.getLogger(PackageSearch.class);

    private record Entry(Revision revision, Optional<PackageSummary> summary) {}

    private final HostedNames names;
    private final Packuments packuments;
    private final ConcurrentMap<PackageName, Entry> summaries = new ConcurrentHashMap<>();

    /// Over the catalog of one registry.
    public PackageSearch(HostedNames names, Packuments packuments) {
        this.names = names;
        this.packuments = packuments;
    }

    /// The packages that match, best first, then by name.
    ///
    /// @param from how many to skip
    /// @param size how many at most
    /// @param readable whether the caller may know of a package; others are neither shown nor counted
    public SearchPage search(SearchQuery query, int from, int size, Predicate<PackageName> readable) {
        List<SearchPage.Hit> hits = new ArrayList<>();
        for (PackageSummary summary : all(readable)) {
            double score = query.score(summary);
            if (score > SearchQuery.NO_MATCH) {
                hits.add(new SearchPage.Hit(summary, score));
            }
        }
        hits.sort(Comparator.comparingDouble(SearchPage.Hit::score)
                .reversed()
                .thenComparing(hit -> hit.summary().name()));
        int start = Math.min(from, hits.size());
        int end = (int) Math.min((long) start + size, hits.size());
        return new SearchPage(hits.subList(start, end), hits.size());
    }

    /// The packages a user starred, in the order of their coming.
    public List<PackageName> starredBy(String user, Predicate<PackageName> readable) {
        return all(readable).stream()
                .filter(summary -> summary.stars().contains(user))
                .map(PackageSummary::name)
                .toList();
    }

    /// The packages a user owns, in the order of their coming.
    public List<PackageName> ownedBy(String user, Predicate<PackageName> readable) {
        return all(readable).stream()
                .filter(summary -> summary.maintainers().stream()
                        .anyMatch(one -> one.name().equals(user)))
                .map(PackageSummary::name)
                .toList();
    }

    /// Every package the caller may know of, in the order of their coming.
    public List<PackageSummary> all(Predicate<PackageName> readable) {
        List<PackageName> hosted = names.all();
        summaries.keySet().retainAll(new HashSet<>(hosted));
        List<PackageSummary> found = new ArrayList<>(hosted.size());
        for (PackageName name : hosted) {
            if (readable.test(name)) {
                summary(name).ifPresent(found::add);
            }
        }
        return found;
    }

    /// How many summaries are held.
    int size() {
        return summaries.size();
    }

    private Optional<PackageSummary> summary(PackageName name) {
        @Nullable Entry known = summaries.get(name);
        try {
            if (known != null && packuments.isAt(name, known.revision)) {
                return known.summary;
            }
            return packuments.find(name).flatMap(document -> remember(name, document));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CORRUPT) {
                throw e;
            }
            // One unreadable document must not hide all other packages.
            log.warn("package left out of the list package={}", name, e);
            return Optional.empty();
        }
    }

    private Optional<PackageSummary> remember(PackageName name, Document<Packument> document) {
        Optional<PackageSummary> summary = PackageSummary.of(name, document.value());
        summaries.put(name, new Entry(document.meta().revision(), summary));
        return summary;
    }
}
