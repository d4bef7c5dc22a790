package io.terraverde.name;

import io.terraverde.core.RegistryException;
import java.util.List;

/// A pattern of package names as in the `packages:` section of `config.yaml`: `@acme/*`, `foo-*`, `**`.
///
/// The language is that of the npm package minimatch 10 with `nocase`, as Verdaccio uses it (`minimatch.makeRe`):
///
/// | written | matches |
/// | --- | --- |
/// | `*`, `?` | any characters, one character, none of them `/` |
/// | `**` as a whole part between slashes | any number of parts |
/// | `{a,b}`, `{1..3}`, `{a..e..2}` | each alternative |
/// | `[ab]`, `[a-c]`, `[!a]`, `[^a]`, `[[:digit:]]` | one character of (not of) the set |
/// | `@(a|b)`, `?(a)`, `+(a)`, `*(a)`, `!(a)` | once, at most once, at least once, any number, anything else |
/// | `\x` | the character `x` itself |
/// | `!` in front | every name that the rest does not match |
///
/// So `*` matches no scoped name, `**` every name, `**/*-x` both `a-x` and `@s/a-x`. A pattern that starts with
/// `!(` is a negation of what follows the `!`, not a group. As in minimatch, `[!a]` is the one wildcard that matches a
/// slash. Its rule that a wildcard does not match a leading `.` needs no code: no part of a package name starts with
/// one. Unlike minimatch 10, a group inside `!(..)` counts: there `!(*(b))` matches anything. Matching takes polynomial
/// time; there is no backtracking.
public final class NamePattern {
    private final Glob glob;

    private NamePattern(Glob glob) {
        this.glob = glob;
    }

    /// Reads a pattern.
    ///
    /// @throws RegistryException.Invalid when it is empty, starts with `#` (a comment for
    ///     minimatch), or is too long to expand
    public static NamePattern parse(String text) {
        return new NamePattern(Glob.parse(text, "package pattern"));
    }

    /// Whether a name matches.
    public boolean matches(PackageName name) {
        return glob.matches(name.text());
    }

    /// As written.
    public String text() {
        return glob.text();
    }

    /// The texts that one with braces stands for, in order: of `@{a,b}/*` they are `@a/*` and `@b/*`. Without
    /// braces, or with a `!` in front of them, the text itself.
    public List<String> alternatives() {
        return text().startsWith("!") ? List.of(text()) : Braces.expand(text());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && pattern.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /// As written.
    @Override
    public String toString() {
        return glob.text();
    }
}
