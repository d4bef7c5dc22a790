package io.terraverde.uplink;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.cache.CacheStore;
import io.terraverde.core.RegistryException;
import io.terraverde.core.WorkingMemory;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.PackumentShelf.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The packuments of uplinks: asked for once however many want one, kept, and given out while they are fresh
/// enough.
public final class UpstreamPackuments {
    /*
     * Age counts from when the uplink last said that this is its packument.
     *
     *   age < maxage                          given out
     *   age < maxage + staleWhileRevalidate   given out; the uplink is asked in the background
     *   older, or maxage is 0                 the uplink is asked, everybody waits
     *   ... and it fails or has lost it       given out while age < maxage + staleIfError
     *   nothing kept                          the uplink is asked, everybody waits
     *
     * A flight is one errand for one uplink and package: look into memory, into the cache, where another instance may
     * have left a fresher answer, and only then ask. Whoever wants the same joins it. It answers as soon as there
     * is something that may be given out, and goes on when that has to be renewed.
     */
    private static final Logger log = LoggerFactory.getLogger(UpstreamPackuments.class);
    private static final int MAX_REMEMBERED = 100_000;

    /// Fewer than the requests a server takes, so that a hanging uplink leaves room for those who do not need
    /// it.
    private static final int MAX_WAITING = 1_000;

    /// A flight that takes longer has an uplink that trickles.
    private static final Duration MAX_FLIGHT = Duration.ofMinutes(5);

    /// How long a hosted package waits for what uplinks have of the same name.
    private static final Duration HOSTED_PATIENCE = Duration.ofSeconds(1);

    /// After a failure a packument that may be given out is not asked for again for so long.
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /// How long somebody waits.
    public enum Patience {
        /// As long as asking takes.
        LONG,
        /// A moment: what uplinks have is an addition to what is hosted.
        SHORT
    }

    /// What is known of an uplink's package.
    sealed interface Known {
        /// It has the package.
        ///
        /// @param inHand the packument while it is not yet in the cache
        /// @param notBefore when the uplink may be asked again
        record Copy(KeptPackument kept, @Nullable Packument inHand, Instant notBefore) implements Known {}

        /// It has no such package.
        record Missing(Instant asked) implements Known {}
    }

    private enum Use {
        AT_ONCE,
        AT_ONCE_AND_ASK,
        AFTER_ASKING
    }

    private final Freshness freshness;
    private final PackumentShelf shelf;
    private final PackumentFetch fetch;
    private final InstantSource clock;
    private final Executor threads;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ConcurrentHashMap<Place, Flight> flights = new ConcurrentHashMap<>();
    private final Cache<Place, Known> known = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .executor(Runnable::run)
            .build();

    /// @param spool where packuments wait while they arrive
    /// @param memory shared with others who work on large documents
    /// @param cacheBytes about how much memory loaded packuments may take
    /// @param maxBytes the largest packument, decompressed
    /// @param threads runs every flight on a thread of its own
    public UpstreamPackuments(
            Freshness freshness,
            CacheStore cache,
            TarballSpool spool,
            WorkingMemory memory,
            long cacheBytes,
            long maxBytes,
            InstantSource clock,
            Executor threads) {
        this.freshness = freshness;
        this.shelf = new PackumentShelf(cache, memory, cacheBytes);
        // Who renders waits for flights; flights must not wait for who renders.
        this.fetch = new PackumentFetch(shelf, spool, new WorkingMemory(cacheBytes), maxBytes, clock);
        this.clock = clock;
        this.threads = threads;
    }

    /// What uplinks have of a package, in their order. All that must be asked are asked at the same time.
    ///
    /// @throws RegistryException.Unavailable when the spool cannot take an answer
    public List<Offer> ask(List<Uplink> uplinks, PackageName name, Patience patience) {
        List<Optional<Flight>> begun = new ArrayList<>();
        for (Uplink uplink : uplinks) {
            begun.add(flightFor(uplink, name, patience));
        }
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < uplinks.size(); i++) {
            offers.add(arrived(uplinks.get(i), name, begun.get(i), patience));
        }
        return offers;
    }

    /// The same for somebody who misses something in what is known: uplinks are asked whose answer is older
    /// than "not found" is believed.
    public List<Offer> askAnew(List<Uplink> uplinks, PackageName name) {
        List<Optional<Flight>> begun = new ArrayList<>();
        for (Uplink uplink : uplinks) {
            Place place = new Place(uplink.cacheName(), name);
            begun.add(isRecent(known.getIfPresent(place)) ? Optional.empty() : Optional.of(begin(uplink, place, true)));
        }
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < uplinks.size(); i++) {
            offers.add(arrived(uplinks.get(i), name, begun.get(i), Patience.LONG));
        }
        return offers;
    }

    /// Forgets what this process remembers of a package, for somebody who has purged the cache.
    public void forget(PackageName name) {
        known.asMap().keySet().removeIf(place -> place.name().equals(name));
    }

    /// The same for all packages.
    public void forgetAll() {
        known.invalidateAll();
    }

    /// The errand that must be waited for, if what is known may not be given out at once.
    private Optional<Flight> flightFor(Uplink uplink, PackageName name, Patience patience) {
        Place place = new Place(uplink.cacheName(), name);
        @Nullable Known present = known.getIfPresent(place);
        if (present == null) {
            return Optional.of(begin(uplink, place, false));
        }
        return switch (useOf(present, uplink, patience)) {
            case AT_ONCE -> Optional.empty();
            case AT_ONCE_AND_ASK -> {
                Flight _ = begin(uplink, place, false);
                yield Optional.empty();
            }
            case AFTER_ASKING -> Optional.of(begin(uplink, place, false));
        };
    }

    private Offer arrived(Uplink uplink, PackageName name, Optional<Flight> flight, Patience patience) {
        try {
            if (flight.isPresent()) {
                Duration time = patience == Patience.LONG
                        ? MAX_FLIGHT
                        : HOSTED_PATIENCE.minus(Duration.between(flight.get().started(), clock.instant()));
                return offer(uplink, name, await(uplink, flight.get().answer(), time));
            }
            @Nullable Known present = known.getIfPresent(new Place(uplink.cacheName(), name));
            return present == null
                    ? arrived(uplink, name, flightFor(uplink, name, patience), patience)
                    : offer(uplink, name, present);
        } catch (UpstreamException e) {
            return new Offer.Failure(uplink, e);
        }
    }

    private Offer offer(Uplink uplink, PackageName name, Known found) {
        return switch (found) {
            case Known.Missing ignored -> new Offer.Nothing(uplink);
            case Known.Copy copy ->
                new Offer.Found(uplink, copy.kept.digest(), copy.kept.sizeBytes(), () -> packument(uplink, name, copy));
        };
    }

    /// Loads a packument; when the cache has lost it, the uplink is asked again, once.
    private Packument packument(Uplink uplink, PackageName name, Known.Copy copy) {
        Place place = new Place(uplink.cacheName(), name);
        Optional<Packument> present = copy.inHand == null ? shelf.load(place, copy.kept) : Optional.of(copy.inHand);
        if (present.isPresent()) {
            return present.get();
        }
        if (known.asMap().remove(place, copy)) {
            shelf.forget(place);
        }
        try {
            return switch (await(uplink, begin(uplink, place, false).answer(), MAX_FLIGHT)) {
                case Known.Missing ignored -> throw new RegistryException.NotFound("no such package available");
                case Known.Copy again ->
                    Optional.ofNullable(again.inHand)
                            .or(() -> shelf.load(place, again.kept))
                            .orElseThrow(() -> new RegistryException.Unavailable(
                                    RegistryException.Unavailable.Reason.BUSY,
                                    "the cache lost \"" + name + "\" while it was read",
                                    null,
                                    null));
            };
        } catch (UpstreamException e) {
            throw UpstreamFailures.refusal(e);
        }
    }

    private Use useOf(Known present, Uplink uplink, Patience patience) {
        Instant now = clock.instant();
        return switch (present) {
            case Known.Missing missing -> {
                Duration age = ageAt(now, missing.asked);
                if (isBelow(age, freshness.notFound())) {
                    yield Use.AT_ONCE;
                }
                yield patience == Patience.SHORT && isBelow(age, freshness.staleWhileRevalidate())
                        ? Use.AT_ONCE_AND_ASK
                        : Use.AFTER_ASKING;
            }
            case Known.Copy copy -> {
                Duration age = ageAt(now, copy.kept.asked());
                if (isBelow(age, uplink.maxAge())) {
                    yield Use.AT_ONCE;
                }
                if (now.isBefore(copy.notBefore) && mayStandIn(copy, uplink, now)) {
                    yield Use.AT_ONCE;
                }
                boolean strict = uplink.maxAge().isZero();
                yield !strict && isBelow(age, uplink.maxAge().plus(freshness.staleWhileRevalidate()))
                        ? Use.AT_ONCE_AND_ASK
                        : Use.AFTER_ASKING;
            }
        };
    }

    private boolean isRecent(@Nullable Known present) {
        Instant now = clock.instant();
        return switch (present) {
            case null -> false;
            case Known.Missing missing -> isBelow(ageAt(now, missing.asked), freshness.notFound());
            case Known.Copy copy ->
                now.isBefore(copy.notBefore) || isBelow(ageAt(now, copy.kept.asked()), freshness.notFound());
        };
    }

    /// Whether a packument may be given out because the uplink fails.
    private boolean mayStandIn(Known.Copy copy, Uplink uplink, Instant now) {
        return isBelow(ageAt(now, copy.kept.asked()), uplink.maxAge().plus(freshness.staleIfError()));
    }

    private Flight begin(Uplink uplink, Place place, boolean anew) {
        Optional<String> via = RequestVia.current();
        Flight own = new Flight(clock.instant());
        Flight flight = flights.compute(place, (ignored, underWay) -> own.orJoin(underWay));
        if (flight.equals(own)) {
            threads.execute(() -> fly(flight, uplink, place, anew, via));
        }
        return flight;
    }

    private void fly(Flight flight, Uplink uplink, Place place, boolean anew, Optional<String> via) {
        try {
            flight.awaitStart();
            @Nullable Known present = freshest(place);
            if (present != null && !anew) {
                switch (useOf(present, uplink, Patience.LONG)) {
                    case AT_ONCE -> {
                        land(flight, place, present);
                        return;
                    }
                    case AT_ONCE_AND_ASK -> {
                        known.put(place, present);
                        boolean _ = flight.answer().complete(present);
                    }
                    case AFTER_ASKING -> {}
                }
            }
            ask(flight, uplink, place, present, via);
        } catch (Throwable e) {
            boolean _ = flight.answer().completeExceptionally(e);
        } finally {
            boolean _ = flights.remove(place, flight);
            flight.end();
        }
    }

    private void ask(Flight flight, Uplink uplink, Place place, @Nullable Known present, Optional<String> via) {
        Known.@Nullable Copy copy = present instanceof Known.Copy kept ? kept : null;
        Known answered;
        try {
            answered = fetch.ask(uplink, place, copy, via, next -> land(flight, place, next));
        } catch (UpstreamException e) {
            Instant now = clock.instant();
            if (copy == null || !mayStandIn(copy, uplink, now)) {
                throw e;
            }
            // A server that is left alone was complained about already.
            log.atLevel(e.kind() == UpstreamException.Kind.LEFT_ALONE ? Level.DEBUG : Level.WARN)
                    .log(
                            "an older packument stands in uplink={} package={} asked={} reason={}",
                            uplink.name(),
                            place.name(),
                            copy.kept.asked(),
                            e.getMessage());
            answered = new Known.Copy(copy.kept, copy.inHand, now.plus(AFTER_FAILURE));
        }
        if (answered instanceof Known.Missing && copy != null && mayStandIn(copy, uplink, clock.instant())) {
            answered = new Known.Copy(copy.kept, copy.inHand, clock.instant().plus(freshness.notFound()));
        }
        land(flight, place, answered);
    }

    private void land(Flight flight, Place place, Known answered) {
        known.put(place, answered);
        flight.land(answered);
    }

    /// Of what is remembered and what the cache has, the one that was asked for last.
    private @Nullable Known freshest(Place place) {
        @Nullable Known remembered = known.getIfPresent(place);
        Optional<KeptPackument> kept = shelf.state(place);
        if (kept.isEmpty()) {
            return remembered;
        }
        Known.Copy fromCache = new Known.Copy(kept.get(), null, Instant.MIN);
        return switch (remembered) {
            case null -> fromCache;
            case Known.Missing missing -> kept.get().asked().isAfter(missing.asked) ? fromCache : remembered;
            case Known.Copy copy -> kept.get().asked().isAfter(copy.kept.asked()) ? fromCache : remembered;
        };
    }

    private Known await(Uplink uplink, CompletableFuture<Known> answer, Duration time) {
        if (!answer.isDone() && !waiting.tryAcquire()) {
            throw failure(UpstreamException.Kind.BUSY, uplink, "too many requests wait for it", null);
        }
        boolean waits = !answer.isDone();
        try {
            return answer.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, "did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, "was not waited for", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case UpstreamException told ->
                    new UpstreamException(
                            told.kind(),
                            String.valueOf(told.getMessage()),
                            told.retryAfter().orElse(null),
                            told);
                case RuntimeException other -> other;
                case null, default -> new IllegalStateException("asking an uplink failed", e);
            };
        } finally {
            if (waits) {
                waiting.release();
            }
        }
    }

    private static UpstreamException failure(
            UpstreamException.Kind kind, Uplink uplink, String what, @Nullable Throwable cause) {
        return new UpstreamException(kind, "uplink \"" + uplink.name() + "\" " + what, null, cause);
    }

    /// An age that seems negative is one that nobody knows: a clock went back.
    private static Duration ageAt(Instant now, Instant asked) {
        return now.isBefore(asked) ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.between(asked, now);
    }

    private static boolean isBelow(Duration age, Duration bound) {
        return age.compareTo(bound) < 0;
    }
}
