package io.terraverde.it.upstream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Holds answers until a test lets them go; one gate may hold any number of them. Once open it stays open. Used with
/// [Trouble#hold] and [Trouble#holdBody].
public final class Gate {
    private static final int PATIENCE_SECONDS = 60;

    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch opened = new CountDownLatch(1);

    /// Waits until one more answer is held here.
    ///
    /// @throws AssertionError when none comes within a minute
    public void awaitArrival() {
        try {
            if (!arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came to the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a gate", e);
        }
    }

    /// Lets go those that are held, and all that come.
    public void open() {
        opened.countDown();
    }

    void pass() throws InterruptedException {
        arrivals.release();
        opened.await();
    }
}
