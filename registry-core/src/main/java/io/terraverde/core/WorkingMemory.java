package io.terraverde.core;

import java.util.concurrent.Semaphore;

/// A share of the heap for those who work on large documents: they wait for each other instead of running out
/// of memory together. A thread that has a part of it gets further parts at once, so it cannot wait for itself.
public final class WorkingMemory {
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

    /// @param bytes the whole share
    public WorkingMemory(long bytes) {
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /// Takes a part, and waits until it is free. Whoever wants more than there is gets all of it.
    public Part take(long bytes) {
        int wanted = depth.get() > 0 ? 0 : Math.clamp(bytes / UNIT, 0, units);
        free.acquireUninterruptibly(wanted);
        depth.set(depth.get() + 1);
        return new Part(wanted);
    }

    /// A part that is given back by closing it, on the thread that took it.
    public final class Part implements AutoCloseable {
        private final int taken;

        private Part(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            depth.set(depth.get() - 1);
            free.release(taken);
        }
    }
}
