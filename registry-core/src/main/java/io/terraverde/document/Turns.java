package io.terraverde.document;

import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Turns of the writers of one key, in the order of their coming. Whoever has the turn does the work of all who wait,
/// and may let in those who come meanwhile.
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

        private synchronized boolean isWaiting(P one) {
            return waiting.contains(one);
        }

        private synchronized void moveInto(List<P> batch) {
            while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
                batch.add(waiting.removeFirst());
            }
        }

        private synchronized void moveBack(List<P> ones) {
            ones.reversed().forEach(waiting::addFirst);
            ones.clear();
        }
    }

    /// Those whose work is done in one go. For one thread at a time.
    static final class Batch<P> {
        private final Line<P> line;
        private final List<P> members = new ArrayList<>();

        private Batch(Line<P> line) {
            this.line = line;
            letIn();
        }

        /// In the order of their coming.
        List<P> members() {
            return Collections.unmodifiableList(members);
        }

        /// Adds those who have come since, as long as there is room. The work is done for them too then.
        void letIn() {
            line.moveInto(members);
        }

        /// Lets all but the first so many wait again, before those who have come since.
        void keepFirst(int count) {
            line.moveBack(members.subList(count, members.size()));
        }
    }

    private final ConcurrentHashMap<K, Line<P>> lines = new ConcurrentHashMap<>();

    /// Returns when `work` was run on a batch with this `one`, by this thread or another.
    ///
    /// @throws StorageException when its turn did not come within `atMost`, or the thread was interrupted; its
    ///     work was not and will not be done
    void take(K key, P one, Duration atMost, Consumer<Batch<P>> work) {
        Line<P> line = enter(key);
        try {
            line.join(one);
            await(key, line, one, atMost);
            try {
                // Somebody else may have done its work; and when too many waited, it may not be in the first batch.
                while (line.isWaiting(one)) {
                    work.accept(new Batch<>(line));
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
