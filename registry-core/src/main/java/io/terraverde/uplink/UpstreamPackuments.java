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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The packuments of uplinks: asked for once however many want one, kept, and given out while they are fresh
/// enough.
public final class UpstreamPackuments {
    /*
     * A flight is one errand for one uplink and package: look into memory, into the cache, where another instance may
     * have left a fresher answer, and only then ask. Whoever wants the same joins it. It answers as soon as there
     * is something that may be given out, and goes on when that has to be renewed.
     *
     * A packument whose bytes the cache has lost is asked for anew, without its tag; the state that names them stays,
     * because another instance may have written it a moment ago, or the cache may only have failed to answer.
     */
    private static final Logger log = LoggerFactory.getLogger(UpstreamPackuments.class);
    private static final int MAX_REMEMBERED = 100_000;

    /// How long somebody waits for a flight. It may go on, for a large packument over a slow line.
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
        /// @param inHand the packument while it is not in the cache; not remembered, only given to those who
        ///     wait for it
        /// @param notBefore when the uplink may be asked again
        /// @param failure why it could not confirm this one or give another
        record Copy(
                KeptPackument kept,
                @Nullable Packument inHand,
                Instant notBefore,
                @Nullable UpstreamException failure) implements Known {
            Copy(KeptPackument kept, @Nullable Packument inHand) {
                this(kept, inHand, Instant.MIN, null);
            }

            Copy standingIn(Instant until, @Nullable UpstreamException reason) {
                return new Copy(kept, inHand, until, reason);
            }

            @Override
            public Known remembered() {
                return inHand == null ? this : new Copy(kept, null, notBefore, failure);
            }
        }

        /// It has no such package.
        record Missing(Instant asked) implements Known {
            @Override
            public Known remembered() {
                return this;
            }
        }

        /// What of it takes next to no memory.
        Known remembered();
    }

    private final Freshness freshness;
    private final AgeRules rules;
    private final WorkingMemory memory;
    private final PackumentShelf shelf;
    private final PackumentFetch fetch;
    private final InstantSource clock;
    private final Executor threads;
    private final FlightWaits waits = new FlightWaits();
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
        this.rules = new AgeRules(freshness, clock);
        this.memory = memory;
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
            begun.add(
                    rules.isRecent(known.getIfPresent(place))
                            ? Optional.empty()
                            : Optional.of(begin(uplink, place, Flight.Purpose.ITS_WORD)));
        }
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < uplinks.size(); i++) {
            Uplink uplink = uplinks.get(i);
            offers.add(begun.get(i)
                    .map(flight -> word(uplink, name, flight))
                    .orElseGet(() -> arrived(uplink, name, Optional.empty(), Patience.LONG)));
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
            return Optional.of(begin(uplink, place, Flight.Purpose.ANYTHING));
        }
        return switch (rules.useOf(present, uplink, patience)) {
            case AT_ONCE -> Optional.empty();
            case AT_ONCE_AND_ASK -> {
                Flight _ = begin(uplink, place, Flight.Purpose.ANYTHING);
                yield Optional.empty();
            }
            case AFTER_ASKING -> Optional.of(begin(uplink, place, Flight.Purpose.ANYTHING));
        };
    }

    private Offer arrived(Uplink uplink, PackageName name, Optional<Flight> flight, Patience patience) {
        if (flight.isPresent()) {
            Duration time = patience == Patience.LONG
                    ? MAX_FLIGHT
                    : HOSTED_PATIENCE.minus(Duration.between(flight.get().started(), clock.instant()));
            try {
                return offer(uplink, name, waits.await(uplink, flight.get().answer(), time));
            } catch (UpstreamException e) {
                return standIn(uplink, name, e);
            } catch (RegistryException.Unavailable e) {
                if (patience == Patience.LONG) {
                    throw e;
                }
                // No room for its answer, say. That is no reason to withhold what is hosted.
                return standIn(
                        uplink,
                        name,
                        FlightWaits.failure(UpstreamException.Kind.BUSY, uplink, "could not be heard", e));
            }
        }
        @Nullable Known present = known.getIfPresent(new Place(uplink.cacheName(), name));
        return present == null
                ? arrived(uplink, name, flightFor(uplink, name, patience), patience)
                : offer(uplink, name, present);
    }

    /// What the uplink itself says. An errand that was begun for somebody else may be content with less.
    private Offer word(Uplink uplink, PackageName name, Flight begun) {
        Flight flight = begun;
        try {
            Known found = waits.await(uplink, flight.landing(), MAX_FLIGHT);
            while (!flight.purpose().anew() && !rules.isRecent(found)) {
                flight = begin(uplink, new Place(uplink.cacheName(), name), Flight.Purpose.ITS_WORD);
                found = waits.await(uplink, flight.landing(), MAX_FLIGHT);
            }
            return offer(uplink, name, found);
        } catch (UpstreamException e) {
            return standIn(uplink, name, e);
        }
    }

    /// What is known, for somebody who does not get an answer.
    private Offer standIn(Uplink uplink, PackageName name, UpstreamException failure) {
        @Nullable Known present = known.getIfPresent(new Place(uplink.cacheName(), name));
        return present instanceof Known.Copy copy && rules.mayStandIn(copy, uplink)
                ? offer(uplink, name, copy.standingIn(copy.notBefore, failure))
                : new Offer.Failure(uplink, failure);
    }

    private Offer offer(Uplink uplink, PackageName name, Known found) {
        return switch (found) {
            case Known.Missing ignored -> new Offer.Nothing(uplink);
            case Known.Copy copy ->
                new Offer.Found(
                        uplink,
                        copy.kept.digest(),
                        copy.kept.sizeBytes(),
                        () -> packument(uplink, name, copy),
                        Optional.ofNullable(copy.failure));
        };
    }

    /// Loads a packument; when the cache has lost it, the uplink is asked again.
    private Packument packument(Uplink uplink, PackageName name, Known.Copy copy) {
        Place place = new Place(uplink.cacheName(), name);
        Optional<Packument> present = Optional.ofNullable(copy.inHand).or(() -> shelf.load(place, copy.kept));
        if (present.isPresent()) {
            return present.get();
        }
        boolean _ = known.asMap().remove(place, copy);
        try {
            return memory.leaveDuring(() -> again(uplink, place, copy.kept.digest()));
        } catch (UpstreamException e) {
            throw UpstreamFailures.refusal(e);
        }
    }

    /// A second time for the case that somebody else's errand was joined, which did not know what is lost.
    private Packument again(Uplink uplink, Place place, String lost) {
        for (int attempt = 0; attempt < 2; attempt++) {
            Flight flight = begin(uplink, place, Flight.Purpose.insteadOf(lost));
            switch (waits.await(uplink, flight.landing(), MAX_FLIGHT)) {
                case Known.Missing ignored -> throw new RegistryException.NotFound("no such package available");
                case Known.Copy found -> {
                    Optional<Packument> packument =
                            Optional.ofNullable(found.inHand).or(() -> shelf.load(place, found.kept));
                    if (packument.isPresent()) {
                        return packument.get();
                    }
                }
            }
        }
        throw new RegistryException.Unavailable(
                RegistryException.Unavailable.Reason.BUSY,
                "the cache lost \"" + place.name() + "\" while it was read",
                null,
                null);
    }

    private Flight begin(Uplink uplink, Place place, Flight.Purpose purpose) {
        Optional<String> via = RequestVia.current();
        Flight own = new Flight(purpose, clock.instant());
        Flight flight = flights.compute(place, (ignored, underWay) -> own.orJoin(underWay));
        if (flight.equals(own)) {
            threads.execute(() -> fly(flight, uplink, place, via));
        }
        return flight;
    }

    private void fly(Flight flight, Uplink uplink, Place place, Optional<String> via) {
        try {
            flight.awaitStart();
            @Nullable Known present = freshest(place, flight.purpose().lost());
            if (present != null) {
                // For those who need not wait.
                known.put(place, present);
            }
            if (present != null && !flight.purpose().anew()) {
                switch (rules.useOf(present, uplink, Patience.LONG)) {
                    case AT_ONCE -> {
                        flight.land(present);
                        return;
                    }
                    case AT_ONCE_AND_ASK -> flight.answerMeanwhile(present);
                    case AFTER_ASKING -> {}
                }
            }
            ask(flight, uplink, place, present, via);
        } catch (Throwable e) {
            flight.fail(e);
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
        } catch (RuntimeException e) {
            if (copy == null || flight.hasLanded() || !rules.mayStandIn(copy, uplink)) {
                throw e;
            }
            UpstreamException failure = e instanceof UpstreamException told
                    ? told
                    : FlightWaits.failure(UpstreamException.Kind.BUSY, uplink, "could not be heard", e);
            // A server that is left alone was complained about already.
            log.atLevel(failure.kind() == UpstreamException.Kind.LEFT_ALONE ? Level.DEBUG : Level.WARN)
                    .log(
                            "an older packument stands in uplink={} package={} asked={} reason={}",
                            uplink.name(),
                            place.name(),
                            copy.kept.asked(),
                            e.getMessage());
            answered = copy.standingIn(clock.instant().plus(AFTER_FAILURE), failure);
        }
        if (answered instanceof Known.Missing && copy != null && rules.mayStandIn(copy, uplink)) {
            answered = copy.standingIn(clock.instant().plus(freshness.notFound()), null);
        }
        land(flight, place, answered);
    }

    private void land(Flight flight, Place place, Known answered) {
        known.put(place, answered.remembered());
        flight.land(answered);
    }

    /// Of what is remembered and what the cache has, the one that was asked for last.
    ///
    /// @param lost the digest of a packument that nobody has
    private @Nullable Known freshest(Place place, @Nullable String lost) {
        @Nullable Known remembered = known.getIfPresent(place);
        if (remembered instanceof Known.Copy copy && copy.kept.digest().equals(lost)) {
            remembered = null;
        }
        Optional<KeptPackument> kept =
                shelf.state(place).filter(state -> !state.digest().equals(lost));
        if (kept.isEmpty()) {
            return remembered;
        }
        Known.Copy fromCache = new Known.Copy(kept.get(), null);
        return switch (remembered) {
            case null -> fromCache;
            case Known.Missing missing -> kept.get().asked().isAfter(missing.asked) ? fromCache : remembered;
            case Known.Copy copy -> kept.get().asked().isAfter(copy.kept.asked()) ? fromCache : remembered;
        };
    }
}
