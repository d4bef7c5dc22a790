package io.terraverde.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Threads that start together.
public final class Race {
    private Race() {}

    /// Runs `runner` with 0 to `count - 1`, each on a thread of its own, and returns what they return, in that order.
    ///
    /// @throws AssertionError when one throws, or is not done within five minutes
    public static <R> List<R> of(int count, IntFunction<R> runner) {
        CountDownLatch atTheLine = new CountDownLatch(count);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    atTheLine.countDown();
                    atTheLine.await();
                    return runner.apply(number);
                }));
            }
            List<R> results = new ArrayList<>();
            try {
                for (Future<R> one : running) {
                    results.add(resultOf(one));
                }
            } finally {
                // Closing waits for all: for those that hang, too.
                threads.shutdownNow();
            }
            return results;
        }
    }

    private static <R> R resultOf(Future<R> one) {
        try {
            return one.get(5, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a runner of the race did not arrive", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
