package io.terraverde.uplink;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether a server outside is asked at the moment. After some failures in a row it is left alone: whoever comes is
/// refused at once instead of waiting for the next time-out. Safe for use by several threads.
public final class Circuit {
    // Closed: everybody is let through. The failure that makes `maxFails` in a row opens it.
    //
    // Open: nobody is let through until the pause is over. Then one is, as a probe, and all others are still refused.
    // The probe's failure begins a pause twice as long; any answer of the server, also to somebody who was let through
    // long before, closes the circuit. A probe that ends without either gives its place to the next who comes, and so
    // does one that is not heard of for too long, because threads can die without a word.

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);

    private final String name;
    private final int maxFails;
    private final Duration longestPause;
    private final LongSupplier nanoTime;
    private final CircuitListener listener;

    private final Object lock = new Object(); // guards what follows
    private int failures;
    private @Nullable String reason;
    private boolean open;
    private Duration pause = Duration.ZERO;
    private long pauseBegan;
    private @Nullable Pass probe;

    /// @param name for the listener
    /// @param maxFails failures in a row after which the server is left alone; 0: it never is
    /// @param failTimeout the longest pause between two probes
    /// @param nanoTime monotonic, as `System.nanoTime`
    /// @param listener told when the server is given up and when it is back
    public Circuit(String name, int maxFails, Duration failTimeout, LongSupplier nanoTime, CircuitListener listener) {
        this.name = name;
        this.maxFails = maxFails;
        this.longestPause = failTimeout;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /// Whether somebody who wants to ask the server may, or why not.
    public Admission enter() {
        synchronized (lock) {
            if (!open) {
                return new Pass();
            }
            long now = nanoTime.getAsLong();
            Duration left = leftOfPause(now);
            if (left.isPositive()) {
                return refused(left);
            }
            if (probe != null && now - probe.began < LONGEST_PROBE.toNanos()) {
                return refused(FIRST_PAUSE);
            }
            probe = new Pass();
            return probe;
        }
    }

    /// What it looks like from outside.
    public CircuitState state() {
        synchronized (lock) {
            return stateNow();
        }
    }

    private CircuitState stateNow() {
        CircuitState.Phase phase = !open
                ? CircuitState.Phase.CLOSED
                : probe == null ? CircuitState.Phase.OPEN : CircuitState.Phase.PROBING;
        Duration left = open ? leftOfPause(nanoTime.getAsLong()) : Duration.ZERO;
        return new CircuitState(phase, failures, Optional.ofNullable(reason), left);
    }

    private Refused refused(Duration retryAfter) {
        return new Refused(stateNow(), retryAfter);
    }

    private Duration leftOfPause(long now) {
        Duration left = pause.minusNanos(now - pauseBegan);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void answered() {
        boolean cameBack;
        synchronized (lock) {
            cameBack = open;
            open = false;
            probe = null;
            failures = 0;
            reason = null;
        }
        if (cameBack) {
            listener.cameBack(name);
        }
    }

    private void failed(Pass pass, String why) {
        boolean wentOffline = false;
        synchronized (lock) {
            failures = failures == Integer.MAX_VALUE ? failures : failures + 1;
            reason = why;
            if (open) {
                if (probe == pass) {
                    probe = null;
                    Duration twice = pause.multipliedBy(2);
                    rest(twice.compareTo(longestPause) < 0 ? twice : longestPause);
                }
            } else if (maxFails > 0 && failures >= maxFails) {
                open = true;
                wentOffline = true;
                rest(FIRST_PAUSE.compareTo(longestPause) < 0 ? FIRST_PAUSE : longestPause);
            }
        }
        if (wentOffline) {
            listener.wentOffline(name, why);
        }
    }

    private void rest(Duration length) {
        pause = length;
        pauseBegan = nanoTime.getAsLong();
    }

    private void abandoned(Pass pass) {
        synchronized (lock) {
            if (probe == pass) {
                probe = null;
            }
        }
    }

    /// Whether the server may be asked.
    public sealed interface Admission {}

    /// Not at the moment.
    ///
    /// @param state why
    /// @param retryAfter when somebody is let through again, more than zero
    public record Refused(CircuitState state, Duration retryAfter) implements Admission {}

    /// Yes, and what comes of it is to be told.
    public final class Pass implements Admission {
        private final long began = nanoTime.getAsLong();

        private Pass() {}

        /// The server answered, whatever it said.
        public void answered() {
            Circuit.this.answered();
        }

        /// The server did not answer, or not to the end.
        ///
        /// @param why for people, without secrets
        public void failed(String why) {
            Circuit.this.failed(this, why);
        }

        /// Nothing was learned about the server. May follow an outcome, and then does nothing.
        public void abandoned() {
            Circuit.this.abandoned(this);
        }

        /// Whether this one finds out if the server is back.
        boolean isProbe() {
            synchronized (lock) {
                return probe == this;
            }
        }
    }
}
