package io.terraverde.uplink;

import java.time.Duration;

/// For how long what uplinks said is used.
///
/// @param staleWhileRevalidate how long beyond its `maxage` a packument is given out at once, while the uplink
///     is asked in the background; zero: everybody waits for the uplink
/// @param staleIfError how long beyond its `maxage` a packument is given out when the uplink fails
/// @param notFound how long "no such package" is believed
public record Freshness(Duration staleWhileRevalidate, Duration staleIfError, Duration notFound) {}
