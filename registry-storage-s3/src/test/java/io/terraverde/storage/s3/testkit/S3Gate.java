package io.terraverde.storage.s3.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Holds requests, or their answers, until a test lets them go. Used with {@link S3Fault#hold} and {@link
/// S3Fault#holdAnswer}; one gate may hold any number of them. Once open it stays open.
public final class S3Gate {
    private static final int PATIENCE_MINUTES = 2;

    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch opened = new CountDownLatch(1);

    /// Waits until one more request is held here.
    ///
    /// @throws AssertionError when none comes within two minutes
    public void awaitArrival() throws InterruptedException {
        awaitArrivals(1);
    }

    /// Waits until so many more requests are held here.
    ///
    /// @throws AssertionError when they do not come within two minutes
    public void awaitArrivals(int requests) throws InterruptedException {
        if (!arrivals.tryAcquire(requests, PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("fewer than " + requests + " requests came to the gate");
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
