package io.terraverde.document;

import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Turns of the writers of one key, in the order of their coming. Whoever has the turn does the work of all who wait.
///
/// The turn is held while the work does its I/O: it exists to let one writer of a process at a time go to the store.
final class Turns<K, P> {
    private static final int MAX_BATCH = 256;

    private static final class Line<P> {
        private final ReentrantLock turn = new ReentrantLock(true);
        private final Deque<P> waiting = new ArrayDeque<>();
        private int users;

        private synchronized void join(P one) {
            waiting.addLast(one);
        }

        private synchronized boolean leave(P one) {
            return waiting.remove(one);
        }

        /// The next batch, as long as `one` still waits; empty when somebody else did its work.
        private synchronized List<P> batchWhileWaiting(P one) {
            if (!waiting.contains(one)) {
                return List.of();
            }
            List<P> batch = new ArrayList<>();
            while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
                batch.add(waiting.removeFirst());
            }
            return batch;
        }
    }

    private final ConcurrentHashMap<K, Line<P>> lines = new ConcurrentHashMap<>();

    /// Returns when `work` was run on a batch with this `one`, by this thread or another.
    ///
    /// @throws StorageException when its turn did not come within `atMost`, or the thread was interrupted; its
    ///     work was not and will not be done
    void take(K key, P one, Duration atMost, Consumer<List<P>> work) {
        Line<P> line = enter(key);
        try {
            line.join(one);
            await(key, line, one, atMost);
            try {
                for (List<P> batch = line.batchWhileWaiting(one);
                        !batch.isEmpty();
                        batch = line.batchWhileWaiting(one)) {
                    work.accept(batch);
                }
            } finally {
                line.turn.unlock();
            }
        } finally {
            exit(key);
        }
    }

    private void await(K key, Line<P> line, P one, Duration atMost) {
        boolean interrupted = false;
        try {
            if (line.turn.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (line.leave(one)) {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            String reason = interrupted ? "interrupted while waiting" : "too many writers wait";
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, "cannot commit to \"" + key + "\": " + reason, null);
        }
        // Another thread has taken it into a batch: its outcome is about to be known.
        line.turn.lock();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Line<P> enter(K key) {
        return lines.compute(key, (ignored, present) -> {
            Line<P> line = present == null ? new Line<>() : present;
            line.users++;
            return line;
        });
    }

    private void exit(K key) {
        lines.computeIfPresent(key, (ignored, line) -> --line.users == 0 ? null : line);
    }
}
