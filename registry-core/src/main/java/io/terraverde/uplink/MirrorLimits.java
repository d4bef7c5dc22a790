package io.terraverde.uplink;

import java.time.Duration;

/// How long what is known of mirrors is used, and how much is fetched.
///
/// @param maxBytes the largest file
/// @param notFound how long a server is not asked again for what it does not have
/// @param staleIfError how long after its end of life a copy is still used when the server fails
/// @param retry how long after such a failure the server is not asked again for that file
public record MirrorLimits(long maxBytes, Duration notFound, Duration staleIfError, Duration retry) {}
