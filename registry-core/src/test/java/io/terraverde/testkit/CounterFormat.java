package io.terraverde.testkit;

import io.terraverde.document.CommitId;
import io.terraverde.document.CommitLimits;
import io.terraverde.document.DocumentFormat;
import io.terraverde.document.DocumentStore;
import io.terraverde.storage.BlobStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Counters as text: the number, then one commit id per line.
public final class CounterFormat implements DocumentFormat<Counter> {
    @Override
    public Counter read(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("a counter starts with a number");
        }
        return new Counter(
                Long.parseLong(lines.getFirst()),
                lines.stream().skip(1).map(CommitId::new).toList());
    }

    @Override
    public byte[] write(Counter counter) {
        Stream<String> commits = counter.commits().stream().map(CommitId::value);
        String text = String.join(
                "\n",
                Stream.concat(Stream.of(Long.toString(counter.value())), commits)
                        .toList());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<CommitId> commits(Counter counter) {
        return counter.commits();
    }

    @Override
    public Counter withCommits(Counter counter, List<CommitId> commits) {
        return new Counter(counter.value(), commits);
    }

    /// Counters in a store, with pauses that really wait.
    ///
    /// @param seed of the commit ids: different for every process and store of a test
    public static DocumentStore<Counter> counters(BlobStore store, InstantSource clock, long seed) {
        return new DocumentStore<>(
                store,
                new CounterFormat(),
                CommitLimits.defaults(),
                duration -> LockSupport.parkNanos(duration.toNanos()),
                clock,
                seeded(seed));
    }

    /// Dice that give the same numbers in every run; safe for concurrent use.
    public static RandomGenerator seeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
