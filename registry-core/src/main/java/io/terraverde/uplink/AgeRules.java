package io.terraverde.uplink;

import io.terraverde.uplink.UpstreamPackuments.Known;
import io.terraverde.uplink.UpstreamPackuments.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Decides by age what of an uplink's word may be given out.
final class AgeRules {
    /*
     * Age counts from when the uplink last said that this is its packument.
     *
     *   age < maxage                          given out
     *   age < maxage + staleWhileRevalidate   given out; the uplink is asked in the background
     *   older, or maxage is 0                 the uplink is asked, everybody waits
     *   ... and it fails or has lost it       given out while age < maxage + staleIfError
     *   nothing kept                          the uplink is asked, everybody waits
     *
     * Who has little patience is given whatever might be given out if the uplink failed.
     */

    /// Clocks of instances may differ by so much. A date that lies further ahead says nothing about the age.
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    /// What to do with something known.
    enum Use {
        /// Give it out.
        AT_ONCE,
        /// Give it out, and ask the uplink behind it.
        AT_ONCE_AND_ASK,
        /// Ask the uplink.
        AFTER_ASKING
    }

    private final Freshness freshness;
    private final InstantSource clock;

    AgeRules(Freshness freshness, InstantSource clock) {
        this.freshness = freshness;
        this.clock = clock;
    }

    Use useOf(Known present, Uplink uplink, Patience patience) {
        return switch (present) {
            case Known.Missing missing -> useOf(missing, patience);
            case Known.Copy copy -> useOf(copy, uplink, patience);
        };
    }

    private Use useOf(Known.Missing missing, Patience patience) {
        Duration age = age(missing.asked());
        if (isBelow(age, freshness.notFound())) {
            return Use.AT_ONCE;
        }
        return patience == Patience.SHORT && isBelow(age, freshness.staleWhileRevalidate())
                ? Use.AT_ONCE_AND_ASK
                : Use.AFTER_ASKING;
    }

    private Use useOf(Known.Copy copy, Uplink uplink, Patience patience) {
        Duration age = age(copy.kept().asked());
        boolean mayStandIn = mayStandIn(copy, uplink);
        if (isBelow(age, uplink.maxAge()) || (clock.instant().isBefore(copy.notBefore()) && mayStandIn)) {
            return Use.AT_ONCE;
        }
        if (uplink.maxAge().isZero()) {
            return Use.AFTER_ASKING;
        }
        boolean isReady = isBelow(age, uplink.maxAge().plus(freshness.staleWhileRevalidate()))
                || (patience == Patience.SHORT && mayStandIn);
        return isReady ? Use.AT_ONCE_AND_ASK : Use.AFTER_ASKING;
    }

    /// Whether the uplink was asked so recently that somebody who misses something need not ask again.
    boolean isRecent(@Nullable Known present) {
        return switch (present) {
            case null -> false;
            case Known.Missing missing -> isBelow(age(missing.asked()), freshness.notFound());
            case Known.Copy copy ->
                clock.instant().isBefore(copy.notBefore())
                        || isBelow(age(copy.kept().asked()), freshness.notFound());
        };
    }

    /// Whether a packument may be given out because the uplink fails.
    boolean mayStandIn(Known.Copy copy, Uplink uplink) {
        return isBelow(age(copy.kept().asked()), uplink.maxAge().plus(freshness.staleIfError()));
    }

    private Duration age(Instant asked) {
        Instant now = clock.instant();
        if (!now.isBefore(asked)) {
            return Duration.between(asked, now);
        }
        return asked.isBefore(now.plus(CLOCK_MARGIN)) ? Duration.ZERO : Duration.ofSeconds(Long.MAX_VALUE);
    }

    private static boolean isBelow(Duration age, Duration bound) {
        return age.compareTo(bound) < 0;
    }
}
