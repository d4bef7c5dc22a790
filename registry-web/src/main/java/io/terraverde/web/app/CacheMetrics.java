package io.terraverde.web.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.terraverde.cache.CacheSweeper;
import io.terraverde.cache.CacheUse;
import io.terraverde.cache.SweepReport;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// The cache of other servers in numbers: reads and evictions of this instance, and what the last sweep left,
/// whichever instance did it.
///
/// ```
/// cache_reads_total{result="hit|miss|failed"}
/// cache_writes_total
/// cache_evictions_total
/// cache_objects
/// cache_bytes
/// ```
final class CacheMetrics {
    private CacheMetrics() {}

    /// @param sweeper must outlive the registry: meters do not keep it
    static void register(MeterRegistry registry, CacheSweeper sweeper) {
        reads(registry, sweeper, "hit", CacheUse.Counts::hits);
        reads(registry, sweeper, "miss", CacheUse.Counts::misses);
        reads(registry, sweeper, "failed", CacheUse.Counts::failures);
        FunctionCounter.builder("cache.writes", sweeper, counted(CacheUse.Counts::writes))
                .description("Objects kept in the cache of other servers")
                .register(registry);
        FunctionCounter.builder("cache.evictions", sweeper, counted(CacheUse.Counts::evictions))
                .description("Objects removed from the cache to keep to its bounds")
                .register(registry);
        Gauge.builder("cache.objects", sweeper, left(SweepReport.Amount::objects))
                .description("Objects in the cache after the last sweep")
                .register(registry);
        Gauge.builder("cache.bytes", sweeper, left(SweepReport.Amount::bytes))
                .description("Bytes in the cache after the last sweep")
                .baseUnit("bytes")
                .register(registry);
    }

    private static void reads(
            MeterRegistry registry, CacheSweeper sweeper, String result, ToLongFunction<CacheUse.Counts> count) {
        FunctionCounter.builder("cache.reads", sweeper, counted(count))
                .description("Reads from the cache of other servers")
                .tag("result", result)
                .register(registry);
    }

    private static ToDoubleFunction<CacheSweeper> counted(ToLongFunction<CacheUse.Counts> count) {
        return sweeper -> count.applyAsLong(sweeper.statistics().counts());
    }

    /// Not a number while this instance knows of no sweep.
    private static ToDoubleFunction<CacheSweeper> left(ToLongFunction<SweepReport.Amount> size) {
        return sweeper -> sweeper.statistics()
                .sweep()
                .map(sweep -> (double) size.applyAsLong(sweep.left()))
                .orElse(Double.NaN);
    }
}
