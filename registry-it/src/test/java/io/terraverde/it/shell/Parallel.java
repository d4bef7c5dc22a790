package io.terraverde.it.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same kind of work by many at once.
public final class Parallel {
    private Parallel() {}

    /// Does all of it, this many at a time, and gives the results in the order of the work.
    ///
    /// @throws AssertionError with the first failure, after all has ended
    public static <T> List<T> all(int atOnce, List<? extends Callable<T>> work) {
        try (var workers = Executors.newFixedThreadPool(atOnce)) {
            var results = new ArrayList<T>();
            for (Future<T> each : workers.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("one of " + work.size() + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in work for many", e);
        }
    }
}
