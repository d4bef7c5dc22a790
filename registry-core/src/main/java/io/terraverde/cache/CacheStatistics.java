package io.terraverde.cache;

import java.util.Optional;

/// The state of the cache as this instance knows it. Asking costs nothing.
///
/// @param counts of this instance
/// @param sweep what the last sweep of any instance left; empty while this instance knows of none
public record CacheStatistics(CacheUse.Counts counts, Optional<SweepReport> sweep) {}
