package io.terraverde.testkit;

import java.util.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Skips tests so that everybody sees it.
public final class Skips {
    private static final Logger log = Logger.getLogger(Skips.class.getName());

    private Skips() {}

    /// Skips the running test, loudly, unless it can run; with `-Dterraverde.skips=fail` it fails instead.
    ///
    /// @param what what is not tested, and what would let it run
    public static void unless(boolean canRun, String what) {
        if (canRun) {
            return;
        }
        if ("fail".equals(System.getProperty("terraverde.skips"))) {
            Assertions.fail("not tested: " + what);
        }
        log.warning(() -> "SKIPPED: " + what);
        Assumptions.abort(what);
    }
}
