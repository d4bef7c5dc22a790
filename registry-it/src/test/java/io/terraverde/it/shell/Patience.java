package io.terraverde.it.shell;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waiting for something that comes about elsewhere, with a bound.
public final class Patience {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 50;

    private Patience() {}

    /// Returns as soon as it is so.
    ///
    /// @param what for the failure: `"the store is asked"`
    /// @throws AssertionError when it is not so within two minutes
    public static void until(String what, BooleanSupplier isSo) {
        until(what, LIMIT, isSo);
    }

    /// Returns as soon as it is so.
    ///
    /// @throws AssertionError when it is not so within the limit
    public static void until(String what, Duration limit, BooleanSupplier isSo) {
        long deadline = System.nanoTime() + limit.toNanos();
        var never = new CountDownLatch(1);
        try {
            while (!isSo.getAsBoolean()) {
                if (System.nanoTime() > deadline || never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("still not so after " + limit + ": " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting: " + what, e);
        }
    }
}
