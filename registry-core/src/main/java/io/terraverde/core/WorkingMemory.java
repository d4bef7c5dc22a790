package io.terraverde.core;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// A share of the heap for those who work on large documents: they wait for each other instead of running out
/// of memory together. A thread that has a part of it gets further parts at once, so it cannot wait for itself.
///
/// Who needs a lock besides takes the memory first: with either order among threads, one waits for the lock and
/// has the memory that its holder waits for.
public final class WorkingMemory {
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;
    private final ThreadLocal<Held> held = ThreadLocal.withInitial(Held::new);

    /// What a thread has.
    private static final class Held {
        private int parts;
        private int units;
    }

    /// @param bytes the whole share
    public WorkingMemory(long bytes) {
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /// Takes a part, and waits until it is free. Whoever wants more than there is gets all of it.
    public Part take(long bytes) {
        Held own = held.get();
        if (own.parts == 0) {
            own.units = Math.clamp(bytes / UNIT, 0, units);
            acquire(own.units);
        }
        own.parts++;
        return new Part();
    }

    /// Does something that waits for others, and meanwhile leaves to them what the thread has. What it holds in
    /// memory during that is nobody's account, so that should be little.
    public <T> T leaveDuring(Supplier<T> work) {
        Held own = held.get();
        if (own.parts == 0) {
            return work.get();
        }
        held.remove();
        free.release(own.units);
        try {
            return work.get();
        } finally {
            acquire(own.units);
            held.set(own);
        }
    }

    /// A fair semaphore lets even those wait who want nothing of it.
    private void acquire(int wanted) {
        if (wanted > 0) {
            free.acquireUninterruptibly(wanted);
        }
    }

    /// A part that is given back by closing it, on the thread that took it.
    public final class Part implements AutoCloseable {
        private Part() {}

        @Override
        public void close() {
            Held own = held.get();
            own.parts--;
            if (own.parts == 0) {
                free.release(own.units);
                held.remove();
            }
        }
    }
}
