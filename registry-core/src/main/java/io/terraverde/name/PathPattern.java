package io.terraverde.name;

import io.terraverde.core.RegistryException;

/// A pattern of paths in a tree of files: `v*/**`. It is written as a {@link NamePattern}, and matches whatever the
/// case.
public final class PathPattern {
    private final Glob glob;

    private PathPattern(Glob glob) {
        this.glob = glob;
    }

    /// Reads a pattern.
    ///
    /// @throws RegistryException.Invalid when it is empty, starts with `#`, or is too long to expand
    public static PathPattern parse(String text) {
        return new PathPattern(Glob.parse(text, "path pattern"));
    }

    /// Whether a path matches.
    ///
    /// @param path from the top of the tree, without a slash in front: `v24.1.0/node-v24.1.0-headers.tar.gz`
    public boolean matches(String path) {
        return glob.matches(path);
    }

    /// As written.
    public String text() {
        return glob.text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && pattern.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /// As written.
    @Override
    public String toString() {
        return text();
    }
}
