package io.terraverde.web.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The variables of the process. Every single-valued setting has one of its own, named after its path:
/// `terraverde.cache.memory` is `TERRAVERDE_CACHE_MEMORY`, `max_body_size` is `TERRAVERDE_MAX_BODY_SIZE`.
final class Environment {
    static final String SOURCE = "environment";
    static final String UPLINK = "TERRAVERDE_UPLINK";

    private static final String PREFIX = "TERRAVERDE_";
    private static final String OWN_SECTION = "terraverde.";
    /// Read by the launcher.
    private static final String JAVA_OPTIONS = "TERRAVERDE_JAVA_OPTS";

    private final Map<String, String> variables;
    private final Set<String> asked = new TreeSet<>(Set.of(UPLINK, JAVA_OPTIONS));

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// The name of the variable of a setting.
    static String nameFor(String path) {
        String own = path.startsWith(OWN_SECTION) ? path.substring(OWN_SECTION.length()) : path;
        return PREFIX
                + own.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9]", "_")
                        .toUpperCase(Locale.ROOT);
    }

    /// The variable of a setting; empty when it is not set, or empty.
    Optional<String> forSetting(String path) {
        asked.add(nameFor(path));
        return variable(nameFor(path));
    }

    /// The names of variables that are set, and not empty, for settings below a path, known or not, in order.
    List<String> setBelow(String path) {
        return variables.keySet().stream()
                .filter(name ->
                        name.startsWith(nameFor(path) + "_") && variable(name).isPresent())
                .sorted()
                .toList();
    }

    /// Keeps a variable from being reported as unknown.
    void expect(String name) {
        asked.add(name);
    }

    /// A variable by its name; empty when it is not set, or empty.
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /// All names of variables that settings were looked for under.
    Set<String> asked() {
        return new TreeSet<>(asked);
    }

    /// Warns of variables that look like ours and mean nothing.
    void reportUnknown(Problems problems) {
        for (String name : new TreeSet<>(variables.keySet())) {
            if (name.startsWith(PREFIX) && !asked.contains(name)) {
                problems.warning(new Problems.Place(SOURCE, 0, name), "unknown variable", Spelling.hint(name, asked));
            }
        }
    }
}
