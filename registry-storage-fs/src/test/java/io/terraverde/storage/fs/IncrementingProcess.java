package io.terraverde.storage.fs;

import io.terraverde.testkit.Increments;
import io.terraverde.testkit.RunningClock;
import java.nio.file.Path;

/// A process that increments a counter: `{root} {threads} {updates per thread} {seed}`.
final class IncrementingProcess {
    private IncrementingProcess() {}

    public static void main(String[] arguments) {
        try (FsBlobStore store = FsBlobStore.open(Path.of(arguments[0]), new RunningClock())) {
            Increments.run(
                    store,
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Long.parseLong(arguments[3]));
        }
    }
}
