package io.terraverde.packument;

import io.terraverde.name.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What holds for the dist-tags of every packument: each names a version that is there, and where there are versions
/// there is a `latest`.
final class DistTagRules {
    private static final String LATEST = "latest";

    private DistTagRules() {}

    /// Drops tags that name no version and puts `latest` on the highest version when it is missing.
    static Map<String, String> normalised(Map<String, String> tags, Set<String> versions) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.values().removeIf(version -> !versions.contains(version));
        if (!kept.containsKey(LATEST)) {
            highest(versions).ifPresent(version -> kept.put(LATEST, version));
        }
        return kept;
    }

    /// The other version if both can be compared and it is not lower, else ours.
    static String higher(String ours, String other) {
        Optional<Version> left = Version.tryParseLoose(ours);
        Optional<Version> right = Version.tryParseLoose(other);
        boolean moves = left.isPresent() && right.isPresent() && right.get().compareTo(left.get()) >= 0;
        return moves ? other : ours;
    }

    /// The highest by precedence, prereleases included; texts that are no versions never win over one that is.
    static Optional<String> highest(Iterable<String> versions) {
        Optional<Version> highest = Optional.empty();
        Optional<String> text = Optional.empty();
        for (String candidate : versions) {
            Optional<Version> version = Version.tryParseLoose(candidate);
            boolean wins =
                    version.isPresent() && (highest.isEmpty() || version.get().compareTo(highest.get()) >= 0);
            if (wins || text.isEmpty()) {
                text = Optional.of(candidate);
                highest = version.isPresent() ? version : highest;
            }
        }
        return text;
    }
}
