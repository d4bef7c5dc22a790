package io.terraverde.web.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong while a configuration is read, so that everything is said at once.
final class Problems {
    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<String> withoutEffect = new ArrayList<>();
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
    void withoutEffect(Place place) {
        firstWithoutEffect = withoutEffect.isEmpty() ? place.line() : Math.min(firstWithoutEffect, place.line());
        withoutEffect.add(place.key());
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
                    "accepted without effect: " + String.join(", ", withoutEffect),
                    ""));
        }
        return all.stream().sorted(Problem.IN_ORDER).toList();
    }

    /// Where a setting stands.
    ///
    /// @param source the file, `environment` or `command line`
    /// @param line from 1; 0 where there are no lines
    /// @param key the path of the setting, or the name of the variable or option
    record Place(String source, int line, String key) {}
}
