package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version by Semantic Versioning 2.0.0, for example `1.2.3-beta.1`, in the order of its section 11.
///
/// As in npm, a version has at most 256 characters and its numbers are at most 2^53 - 1. Build metadata (`+x`)
/// is kept in the text and ignored by the order.
///
/// @param text as written, without a leading `v`
/// @param prerelease the dot-separated identifiers after `-`; empty for a release
public record Version(String text, long major, long minor, long patch, List<String> prerelease)
        implements Comparable<Version> {
    private static final long MAX_NUMBER = (1L << 53) - 1;
    private static final int MAX_LENGTH = 256;
    private static final String NUMBER = "(0|[1-9]\\d{0,15})";
    // The longer alternative first: the possessive groups around it never come back for a second try.
    private static final String IDENTIFIER = "(?:\\d*[a-zA-Z-][0-9a-zA-Z-]*|0|[1-9]\\d*)";
    private static final Pattern STRICT = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-("
            + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*+))?+(\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+)?+");

    /// Copies the identifiers.
    public Version {
        prerelease = List.copyOf(prerelease);
    }

    /// Reads a version strictly: no `v`, no spaces, no missing parts.
    ///
    /// @throws RegistryException.Invalid when it is none
    public static Version parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> RegistryException.Invalid.malformed(
                        "invalid version \"" + shorten(text) + "\": use semantic versioning, for example 1.2.3"));
    }

    /// Reads a version strictly; empty when it is none.
    public static Optional<Version> tryParse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = STRICT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long major = Long.parseLong(matcher.group(1));
        long minor = Long.parseLong(matcher.group(2));
        long patch = Long.parseLong(matcher.group(3));
        if (major > MAX_NUMBER || minor > MAX_NUMBER || patch > MAX_NUMBER) {
            return Optional.empty();
        }
        String prerelease = matcher.group(4);
        return Optional.of(new Version(
                text, major, minor, patch, prerelease == null ? List.of() : List.of(prerelease.split("\\.", -1))));
    }

    /// Reads a version as people type it: spaces around it and a leading `v` or `=` are left away.
    public static Optional<Version> tryParseLoose(String text) {
        String bare = text.strip();
        int from = 0;
        while (from < bare.length() && (bare.charAt(from) == 'v' || bare.charAt(from) == '=')) {
            from++;
        }
        return tryParse(bare.substring(from).strip());
    }

    /// Whether it is a prerelease.
    public boolean isPrerelease() {
        return !prerelease.isEmpty();
    }

    /// Whether the text carries build metadata (`+x`).
    public boolean hasBuild() {
        return text.indexOf('+') >= 0;
    }

    /// Precedence: equal for versions that differ in build metadata only, so not consistent with `equals`.
    @Override
    public int compareTo(Version other) {
        int byNumbers = Long.compare(major, other.major);
        byNumbers = byNumbers != 0 ? byNumbers : Long.compare(minor, other.minor);
        byNumbers = byNumbers != 0 ? byNumbers : Long.compare(patch, other.patch);
        return byNumbers != 0 ? byNumbers : comparePrerelease(prerelease, other.prerelease);
    }

    @Override
    public String toString() {
        return text;
    }

    private static int comparePrerelease(List<String> left, List<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int byIdentifier = compareIdentifier(left.get(i), right.get(i));
            if (byIdentifier != 0) {
                return byIdentifier;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifier(String left, String right) {
        boolean leftNumber = isNumber(left);
        boolean rightNumber = isNumber(right);
        if (leftNumber && rightNumber) {
            return left.length() != right.length()
                    ? Integer.compare(left.length(), right.length())
                    : left.compareTo(right);
        }
        return leftNumber != rightNumber ? (leftNumber ? -1 : 1) : left.compareTo(right);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
