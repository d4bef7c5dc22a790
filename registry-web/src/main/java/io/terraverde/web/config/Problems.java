package io.terraverde.web.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Collects what is wrong while a configuration is read, so that everything is said at once.
final class Problems {
    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    /// Keys by the reason for which they change nothing.
    private final Map<String, List<String>> withoutEffect = new LinkedHashMap<>();

    private int firstWithoutEffect;

    /// @param file how the file is named to people
    Problems(String file) {
        this.file = file;
    }

    void error(int line, String key, String message, String hint) {
        found.add(new Problem(Problem.Severity.ERROR, file, line, key, message, hint));
    }

    void warning(int line, String key, String message, String hint) {
        found.add(new Problem(Problem.Severity.WARNING, file, line, key, message, hint));
    }

    void error(Place place, String message, String hint) {
        found.add(new Problem(Problem.Severity.ERROR, place.source(), place.line(), place.key(), message, hint));
    }

    void warning(Place place, String message, String hint) {
        found.add(new Problem(Problem.Severity.WARNING, place.source(), place.line(), place.key(), message, hint));
    }

    /// A setting that is understood and changes nothing. All of them become one warning.
    void withoutEffect(Place place, String reason) {
        firstWithoutEffect = withoutEffect.isEmpty() ? place.line() : Math.min(firstWithoutEffect, place.line());
        withoutEffect.computeIfAbsent(reason, none -> new ArrayList<>()).add(place.key());
    }

    String file() {
        return file;
    }

    boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    List<Problem> inOrder() {
        List<Problem> all = new ArrayList<>(found);
        if (!withoutEffect.isEmpty()) {
            all.add(new Problem(
                    Problem.Severity.WARNING,
                    file,
                    firstWithoutEffect,
                    "",
                    "accepted without effect: " + listed(withoutEffect),
                    ""));
        }
        return all.stream().sorted(Problem.IN_ORDER).toList();
    }

    private static String listed(Map<String, List<String>> keysByReason) {
        return keysByReason.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
                .collect(Collectors.joining("; "));
    }

    /// Where a setting stands.
    ///
    /// @param source the file, `environment` or `command line`
    /// @param line from 1; 0 where there are no lines
    /// @param key the path of the setting, or the name of the variable or option
    record Place(String source, int line, String key) {}
}
