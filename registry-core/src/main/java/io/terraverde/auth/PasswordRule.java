package io.terraverde.auth;

import java.nio.charset.StandardCharsets;

/// Which passwords may be set: those whose last three characters are on one line, Verdaccio's `/.{3}$/`, and
/// that are no longer than {@link PasswordHashes#MAX_PASSWORD_BYTES}.
public final class PasswordRule {
    /// What a refused password is answered with.
    public static final String REFUSAL = "The provided password does not pass the validation";

    private static final int LAST = 3;

    private PasswordRule() {}

    /// Whether this password may be set.
    public static boolean accepts(String password) {
        return password.length() >= LAST
                && password.length() <= PasswordHashes.MAX_PASSWORD_BYTES
                && password.substring(password.length() - LAST).chars().noneMatch(PasswordRule::endsLine)
                && password.getBytes(StandardCharsets.UTF_8).length <= PasswordHashes.MAX_PASSWORD_BYTES;
    }

    private static boolean endsLine(int c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }
}
