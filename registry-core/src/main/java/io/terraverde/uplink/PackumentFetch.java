package io.terraverde.uplink;

import io.terraverde.core.WorkingMemory;
import io.terraverde.packument.Packument;
import io.terraverde.tarball.TarballSpool;
import io.terraverde.uplink.PackumentBytes.Arrived;
import io.terraverde.uplink.PackumentShelf.Place;
import io.terraverde.uplink.UpstreamPackuments.Known;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Asks an uplink for a packument, and keeps what it gives.
final class PackumentFetch {
    /// A larger packument is kept before it is given out, and is not in memory meanwhile. Nor is it compared
    /// with the one before: registries that let versions be replaced do not have such.
    private static final long LARGE_BYTES = 4 << 20;

    /// A server that sends a byte now and then is not silent, and holds up everybody who wants the package. In
    /// this time the largest packument comes through at 2 Mbit/s.
    private static final Duration MAX_ARRIVAL = Duration.ofMinutes(10);

    private final PackumentShelf shelf;
    private final TarballSpool spool;
    private final WorkingMemory memory;
    private final long maxBytes;
    private final InstantSource clock;

    PackumentFetch(PackumentShelf shelf, TarballSpool spool, WorkingMemory memory, long maxBytes, InstantSource clock) {
        this.shelf = shelf;
        this.spool = spool;
        this.memory = memory;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /// Asks.
    ///
    /// @param copy what is known; it is only asked for what is newer
    /// @param early gets the answer before it is kept
    /// @return the answer when it is kept, as far as it can be
    /// @throws UpstreamException when there is no usable answer
    Known ask(Uplink uplink, Place place, Known.@Nullable Copy copy, Optional<String> via, Consumer<Known> early) {
        Optional<String> etag =
                Optional.ofNullable(copy).flatMap(known -> known.kept().etag());
        Instant asked = clock.instant();
        UpstreamAnswer answer =
                uplink.upstream().get(UpstreamRequest.packument(uplink.packument(place.name()), etag, via));
        return switch (answer) {
            case UpstreamAnswer.Absent() -> new Known.Missing(asked);
            case UpstreamAnswer.NotChanged() -> {
                if (copy == null) {
                    throw wrong(uplink, place, "it did not change, although nothing of it is known", null);
                }
                yield confirmed(place, copy.kept().asked(asked), early);
            }
            case UpstreamAnswer.Found found -> {
                try (Arrived arrived = takeIn(uplink, place, found)) {
                    yield arrived(uplink, place, copy, arrived, found.etag(), asked, early);
                }
            }
        };
    }

    private Known confirmed(Place place, KeptPackument kept, Consumer<Known> early) {
        Known.Copy renewed = new Known.Copy(kept, null);
        early.accept(renewed);
        shelf.keepState(place, kept);
        return renewed;
    }

    private Known arrived(
            Uplink uplink,
            Place place,
            Known.@Nullable Copy copy,
            Arrived arrived,
            Optional<String> etag,
            Instant asked,
            Consumer<Known> early) {
        KeptPackument kept = new KeptPackument(asked, etag, arrived.digest(), arrived.encoding(), arrived.sizeBytes());
        if (copy != null && copy.kept().digest().equals(kept.digest())) {
            return confirmed(place, kept, early);
        }
        boolean isKept;
        Known.Copy next = new Known.Copy(kept, null);
        if (kept.sizeBytes() <= LARGE_BYTES) {
            Packument packument = read(uplink, place, arrived);
            if (copy != null && copy.kept().sizeBytes() <= LARGE_BYTES) {
                shelf.forgetReplaced(place, copy.kept(), packument, memory);
            }
            shelf.remember(place, kept, packument);
            early.accept(new Known.Copy(kept, packument));
            isKept = shelf.keepBody(place, arrived);
        } else {
            // Only to see that it can be used: it is not in memory while it is kept.
            Packument _ = read(uplink, place, arrived);
            isKept = shelf.keepBody(place, arrived);
            if (!isKept) {
                next = new Known.Copy(kept, read(uplink, place, arrived));
            }
        }
        if (isKept) {
            shelf.keepState(place, kept);
            if (copy != null) {
                shelf.deleteBody(place, copy.kept().digest());
            }
        }
        return next;
    }

    private Arrived takeIn(Uplink uplink, Place place, UpstreamAnswer.Found found) {
        InputStream timed = new TimedStream(found.body(), clock, clock.instant().plus(MAX_ARRIVAL));
        try (found) {
            return PackumentBytes.takeIn(timed, found.encoding(), spool, maxBytes);
        } catch (TimedStream.OverdueException e) {
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, place, "took too long to send it", e);
        } catch (SocketTimeoutException e) {
            throw failure(UpstreamException.Kind.TIMED_OUT, uplink, place, "fell silent within it", e);
        } catch (ZipException | PackumentBytes.TooLargeException e) {
            throw wrong(uplink, place, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw failure(UpstreamException.Kind.UNREACHABLE, uplink, place, "broke off within it", e);
        }
    }

    private Packument read(Uplink uplink, Place place, Arrived arrived) {
        try (var _ = memory.take(2 * arrived.sizeBytes());
                var raw = arrived.body().open()) {
            return PackumentBytes.read(raw, arrived.encoding(), arrived.sizeBytes(), place.name());
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(uplink, place, String.valueOf(e.getMessage()), e);
        }
    }

    private static UpstreamException wrong(Uplink uplink, Place place, String what, @Nullable Throwable cause) {
        return failure(UpstreamException.Kind.WRONG, uplink, place, "gave an answer of no use: " + what, cause);
    }

    private static UpstreamException failure(
            UpstreamException.Kind kind, Uplink uplink, Place place, String what, @Nullable Throwable cause) {
        return new UpstreamException(
                kind, "uplink \"" + uplink.name() + "\", asked for \"" + place.name() + "\", " + what, null, cause);
    }
}
