package io.terraverde.storage.fs;

import io.terraverde.storage.BlobKey;
import io.terraverde.testkit.Counter;
import io.terraverde.testkit.CounterFormat;
import io.terraverde.testkit.Race;
import io.terraverde.testkit.RunningClock;
import java.nio.file.Path;

/// A process that increments a counter: `{root} {threads} {updates per thread} {seed}`.
final class IncrementingProcess {
    static final BlobKey KEY = BlobKey.of("counters/shared.json");

    private IncrementingProcess() {}

    public static void main(String[] arguments) {
        RunningClock clock = new RunningClock();
        int updates = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        try (FsBlobStore store = FsBlobStore.open(Path.of(arguments[0]), clock)) {
            Race.of(Integer.parseInt(arguments[1]), runner -> {
                // A loop of its own for each thread: they meet at the store, not in line before it.
                var counters = CounterFormat.counters(store, clock, seed * 100 + runner);
                for (int i = 0; i < updates; i++) {
                    counters.update(KEY, null, Counter::increment);
                }
                return runner;
            });
        }
    }
}
