package io.terraverde.uplink;

import io.terraverde.packument.Packument;
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
    record Found(Uplink uplink, String digest, long sizeBytes, Supplier<Packument> packument) implements Offer {}

    /// It said that there is no such package.
    record Nothing(Uplink uplink) implements Offer {}

    /// It said nothing of use, and nothing is kept of what it said before.
    record Failure(Uplink uplink, UpstreamException failure) implements Offer {}
}
