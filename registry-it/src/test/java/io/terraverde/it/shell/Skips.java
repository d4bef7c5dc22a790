package io.terraverde.it.shell;

import static java.lang.System.Logger.Level.WARNING;

import org.junit.jupiter.api.Assumptions;

/// Tests that cannot run on this machine. Each skip is printed; `-Dit.skips=fail` makes it a failure.
public final class Skips {
    private static final System.Logger log = System.getLogger(Skips.class.getName());

    private Skips() {}

    /// Goes on when the condition holds, else skips the test that asks.
    public static void unless(boolean condition, String reason) {
        if (condition) {
            return;
        }
        if ("fail".equals(System.getProperty("it.skips"))) {
            throw new AssertionError("would have been skipped: " + reason);
        }
        log.log(WARNING, "SKIPPED: {0}", reason);
        Assumptions.abort(reason);
    }
}
