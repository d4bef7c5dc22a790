package io.terraverde.it.shell;

import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/// Tests that cannot run on this machine. Each skip is printed; `-Dit.skips=fail` makes it a failure, and
/// `-Dit.required=ceph,nginx` those for want of the programs it names.
public final class Skips {
    private static final System.Logger log = System.getLogger(Skips.class.getName());

    /// What a machine may have, and may be required to have.
    public enum Program {
        /// The S3 store.
        CEPH,
        /// The balancer.
        NGINX
    }

    private Skips() {}

    /// Goes on when the condition holds, else skips the test that asks.
    public static void unless(boolean condition, String reason) {
        unless(condition, "fail".equals(System.getProperty("it.skips")), reason);
    }

    /// Goes on when the condition holds, else skips the test that asks for a program.
    public static void unless(Program program, boolean condition, String reason) {
        boolean isRequired = List.of(System.getProperty("it.required", "").split(",", -1))
                .contains(program.name().toLowerCase(Locale.ROOT));
        unless(condition, isRequired || "fail".equals(System.getProperty("it.skips")), reason);
    }

    private static void unless(boolean condition, boolean fails, String reason) {
        if (condition) {
            return;
        }
        if (fails) {
            throw new AssertionError("would have been skipped: " + reason);
        }
        log.log(WARNING, "SKIPPED: {0}", reason);
        Assumptions.abort(reason);
    }
}
