package io.terraverde.uplink;

import io.terraverde.packument.Packument;
import java.util.Optional;
import java.util.function.Supplier;

/// What an uplink has of a package, as far as is known.
public sealed interface Offer {
    /// Who was asked.
    Uplink uplink();

    /// It has the package.
    ///
    /// @param digest changes when the uplink's packument does
    /// @param sizeBytes of its JSON
    /// @param packument loads it; costs I/O
    /// @param failure why an older packument stands in for what the uplink may have by now
    record Found(
            Uplink uplink,
            String digest,
            long sizeBytes,
            Supplier<Packument> packument,
            Optional<UpstreamException> failure)
            implements Offer {}

    /// It said that there is no such package.
    record Nothing(Uplink uplink) implements Offer {}

    /// It said nothing of use, and nothing is kept of what it said before.
    record Failure(Uplink uplink, UpstreamException failure) implements Offer {}
}
