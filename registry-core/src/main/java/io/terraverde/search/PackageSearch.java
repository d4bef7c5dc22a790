package io.terraverde.search;

import io.terraverde.catalog.HostedNames;
import io.terraverde.catalog.Packuments;
import io.terraverde.document.Lease;
import io.terraverde.name.PackageName;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Search over the hosted packages.
///
/// A summary of every hosted package is kept in memory, about a kilobyte each, and made again when its packument has
/// changed.
///
/// Where asking the store costs a request per package, summaries may be a little old: a change by another instance is
/// found after that time, a change by this one at once. The list of names is always as new as its lease promises.
public final class PackageSearch {
    private static final Logger log = LoggerFactory.getLogger(PackageSearch.class);

    /// So many packages are looked at concurrently, and by each thread so many at least.
    private static final int MAX_THREADS = 32;

    private static final int LEAST_PER_THREAD = 16;

    /// @param checked when it was last known to be the present one, by the clock of the ages
    private record Entry(Revision revision, Optional<PackageSummary> summary, long checked) {}

    private final HostedNames names;
    private final Packuments packuments;
    private final Lease age;
    private final ConcurrentMap<PackageName, Entry> summaries = new ConcurrentHashMap<>();

    /// Over the catalog of one registry.
    ///
    /// @param age how old a summary may be, and the clock that counts it
    public PackageSearch(HostedNames names, Packuments packuments, Lease age) {
        this.names = names;
        this.packuments = packuments;
        this.age = age;
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
        return entries(readable).flatMap(entry -> entry.summary().stream()).toList();
    }

    /// At which revision every package is that has a summary and that the caller may know of.
    Map<PackageName, Revision> revisions(Predicate<PackageName> readable) {
        Map<PackageName, Revision> revisions = new HashMap<>();
        entries(readable)
                .forEach(
                        entry -> entry.summary().ifPresent(summary -> revisions.put(summary.name(), entry.revision())));
        return revisions;
    }

    private Stream<Entry> entries(Predicate<PackageName> readable) {
        List<PackageName> hosted = names.all();
        summaries.keySet().retainAll(new HashSet<>(hosted));
        List<PackageName> shown = hosted.stream().filter(readable).toList();
        return inParallel(shown).stream().flatMap(Optional::stream);
    }

    private List<Optional<Entry>> inParallel(List<PackageName> shown) {
        int threads = Math.min(MAX_THREADS, shown.size() / LEAST_PER_THREAD + 1);
        if (threads == 1) {
            return shown.stream().map(this::entry).toList();
        }
        int share = Math.ceilDiv(shown.size(), threads);
        List<Callable<List<Optional<Entry>>>> parts = new ArrayList<>();
        for (int from = 0; from < shown.size(); from += share) {
            List<PackageName> part = shown.subList(from, Math.min(shown.size(), from + share));
            parts.add(() -> part.stream().map(this::entry).toList());
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Optional<Entry>> all = new ArrayList<>(shown.size());
            for (Future<List<Optional<Entry>>> part : executor.invokeAll(parts)) {
                all.addAll(part.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(StorageException.Kind.UNAVAILABLE, "interrupted while listing packages", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot list packages", e);
        }
    }

    /// How many summaries are held.
    int size() {
        return summaries.size();
    }

    private Optional<Entry> entry(PackageName name) {
        @Nullable Entry known = summaries.get(name);
        long now = age.start();
        try {
            if (known != null && age.covers(known.checked, now) && isLatestHere(name, known.revision)) {
                return Optional.of(known);
            }
            if (known != null && packuments.isAt(name, known.revision)) {
                return Optional.of(remember(name, new Entry(known.revision, known.summary, now)));
            }
            return packuments
                    .find(name)
                    .map(document ->
                            new Entry(document.meta().revision(), PackageSummary.of(name, document.value()), now))
                    .map(entry -> remember(name, entry));
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.CORRUPT) {
                throw e;
            }
            // One unreadable document must not hide all other packages.
            log.warn("package left out of the list package={}", name, e);
            return Optional.empty();
        }
    }

    /// Whether this process has seen nothing newer.
    private boolean isLatestHere(PackageName name, Revision revision) {
        return packuments
                .remembered(name)
                .map(document -> document.meta().revision().equals(revision))
                .orElse(true);
    }

    private Entry remember(PackageName name, Entry entry) {
        summaries.put(name, entry);
        return entry;
    }
}
