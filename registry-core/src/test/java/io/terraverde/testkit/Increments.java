package io.terraverde.testkit;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobStore;

/// Increments of one counter by several threads of a process, each with a commit loop of its own, so that they meet at
/// the store and not in line before it. What the counter says in the end shows whether an update was lost.
public final class Increments {
    /// The counter.
    public static final BlobKey KEY = BlobKey.of("counters/shared.json");

    private Increments() {}

    /// Increments it `threads` times `updates`.
    ///
    /// @param seed different for every process
    public static void run(BlobStore store, int threads, int updates, long seed) {
        RunningClock clock = new RunningClock();
        Race.of(threads, runner -> {
            var counters = CounterFormat.counters(store, clock, seed * 100 + runner);
            for (int i = 0; i < updates; i++) {
                counters.update(KEY, null, Counter::increment);
            }
            return runner;
        });
    }

    /// What the counter says.
    public static long total(BlobStore store) {
        return CounterFormat.counters(store, new RunningClock(), 0)
                .load(KEY)
                .orElseThrow()
                .value()
                .value();
    }
}
