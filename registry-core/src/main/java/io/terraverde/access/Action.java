package io.terraverde.access;

import java.util.Locale;

/// What a caller wants to do with a package.
public enum Action {
    /// Read it: packument, tarballs, tags.
    ACCESS,
    /// Add a version or change what is there.
    PUBLISH,
    /// Remove a version or the package.
    UNPUBLISH;

    /// The word of the refusals, as `publish`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
