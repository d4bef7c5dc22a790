package io.terraverde.publish;

import io.terraverde.packument.Maintainer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a client wants changed of a package: what it read, with its edits, reduced to what may be edited.
///
/// @param kept the versions the client still names; all others are unpublished. Empty: versions are not touched
/// @param deprecations version to message; an empty message takes the deprecation away
/// @param distTags all tags; empty: tags are not touched
/// @param maintainers all owners; empty: owners are not touched
/// @param starred whether the caller stars the package; empty: its star is not touched
public record PackageEdit(
        Optional<Set<String>> kept,
        Map<String, String> deprecations,
        Optional<Map<String, String>> distTags,
        Optional<List<Maintainer>> maintainers,
        Optional<Boolean> starred) {
    /// Copies the collections.
    public PackageEdit {
        kept = kept.map(Set::copyOf);
        deprecations = Map.copyOf(deprecations);
        distTags = distTags.map(tags -> Collections.unmodifiableMap(new LinkedHashMap<>(tags)));
        maintainers = maintainers.map(List::copyOf);
    }

    /// Deprecations only.
    public static PackageEdit deprecate(Map<String, String> messages) {
        return new PackageEdit(Optional.empty(), messages, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A star of the caller, or none.
    public static PackageEdit star(boolean starred) {
        return new PackageEdit(Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.of(starred));
    }

    /// Owners only.
    public static PackageEdit owners(List<Maintainer> maintainers) {
        return new PackageEdit(
                Optional.empty(), Map.of(), Optional.empty(), Optional.of(maintainers), Optional.empty());
    }
}
