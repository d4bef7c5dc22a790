package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The name of a package: `left-pad` or `@acme/base`.
///
/// This type is the boundary between request paths and storage keys: whatever exists as a `PackageName` is safe
/// to use as one or two path segments. The character set is Verdaccio's (letters, digits and `-_.!~()'@`), case
/// matters, and the whole name has at most 214 characters, npm's own limit.
public final class PackageName implements Comparable<PackageName> {
    /// The longest name, in characters, scope and slash included.
    public static final int MAX_LENGTH = 214;

    private static final Set<String> RESERVED = Set.of("node_modules", "__proto__", "favicon.ico", "-");

    private final String text;
    private final int slash;

    private PackageName(String text, int slash) {
        this.text = text;
        this.slash = slash;
    }

    /// Reads a name as it stands in a document or in a decoded request path.
    ///
    /// @throws RegistryException.Invalid `invalid package` when it is none
    public static PackageName parse(String text) {
        return tryParse(text).orElseThrow(() -> RegistryException.Invalid.malformed("invalid package"));
    }

    /// Reads a name that may be none.
    public static Optional<PackageName> tryParse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        boolean valid = slash < 0
                ? text.indexOf('@') != 0 && isPart(text)
                : text.charAt(0) == '@' && isPart(text.substring(1, slash)) && isPart(text.substring(slash + 1));
        return valid ? Optional.of(new PackageName(text, slash)) : Optional.empty();
    }

    /// Whether a text may stand as one segment of a path that names something inside a package: a file name, a
    /// dist-tag, a version, or a part of a package name.
    public static boolean isPart(String text) {
        if (text.isEmpty() || text.charAt(0) == '.' || RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isAllowed(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// The scope without `@`, as `acme` of `@acme/base`.
    public Optional<String> scope() {
        return slash < 0 ? Optional.empty() : Optional.of(text.substring(1, slash));
    }

    /// The name without its scope, as `base` of `@acme/base`: the start of its tarballs' names.
    public String base() {
        return text.substring(slash + 1);
    }

    /// The whole name, as `@acme/base`.
    public String text() {
        return text;
    }

    /// By the characters of the whole name.
    @Override
    public int compareTo(PackageName other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackageName name && name.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The whole name.
    @Override
    public String toString() {
        return text;
    }

    private static boolean isAllowed(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "-_.!~()'@".indexOf(c) >= 0);
    }
}
