package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import io.terraverde.name.NamePattern;
import io.terraverde.name.PackageName;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds rules that let the names of a private scope be asked outside, where anybody may own them: who installs such a
/// name gets what a stranger published (dependency confusion).
final class ScopeRules {
    /// A pattern for names of one scope, without exceptions: `@acme/*`, `@acme/ui-*`.
    private static final Pattern OF_ONE_SCOPE = Pattern.compile("(@[^/*?!+()\\[\\]{}\\\\]+)/([^!]+)");

    private static final Set<String> WHOLE = Set.of("*", "**");

    private final Collection<String> uplinks;

    /// @param uplinks those that there are; a rule that names others asks nobody
    ScopeRules(Collection<String> uplinks) {
        this.uplinks = uplinks;
    }

    /// A rule and where it stands.
    ///
    /// @param rule as read
    /// @param value what stands below its pattern
    record Written(PackageRule rule, Value value) {
        /// The scopes that it is about, in order, with whether it is about all their names.
        private Map<String, Boolean> scopes() {
            Map<String, Boolean> scopes = new LinkedHashMap<>();
            for (String text : rule.pattern().alternatives()) {
                Matcher parts = OF_ONE_SCOPE.matcher(text);
                if (parts.matches()) {
                    scopes.merge(parts.group(1), WHOLE.contains(parts.group(2)), Boolean::logicalOr);
                }
            }
            return scopes;
        }

        /// `"**" in line 7`
        private String shown() {
            return "\"" + rule.pattern().text() + "\" in line " + value.place().line();
        }
    }

    /// Warns of what falls through.
    ///
    /// @param rules in the order of the file
    void check(List<Written> rules) {
        Set<String> told = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            Written written = rules.get(i);
            Map<String, Boolean> scopes = written.scopes();
            List<String> asked = asked(written);
            if (!asked.isEmpty()) {
                warnOfAsked(written, scopes, asked);
                continue;
            }
            Map<Written, List<String>> hidden = hidden(scopes.keySet(), rules.subList(0, i));
            hidden.forEach((earlier, names) -> warnOfHidden(written, earlier, names, scopes.size()));
            scopes.forEach((scope, whole) -> {
                boolean isHidden = hidden.values().stream().anyMatch(names -> names.contains(scope));
                if (!whole && !isHidden && told.add(scope)) {
                    rest(scope, rules).ifPresent(other -> warnOfRest(written, scope, other));
                }
            });
        }
    }

    private static void warnOfAsked(Written written, Map<String, Boolean> scopes, List<String> asked) {
        List<String> whole = scopes.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        if (!whole.isEmpty()) {
            written.value()
                    .warn(
                            "names of " + String.join(", ", whole) + " that are not hosted here are asked at "
                                    + String.join(", ", asked) + ", where anybody may own them",
                            "remove proxy: if the scope is private; keep it if you mean the scope of that registry");
        }
    }

    private void warnOfHidden(Written hidden, Written earlier, List<String> names, int all) {
        hidden.value()
                .warn(
                        (names.size() == all ? "never decides" : "does not decide about " + String.join(", ", names))
                                + ": " + earlier.shown() + " takes all its names, and asks "
                                + String.join(", ", asked(earlier)) + " for those that are not hosted here",
                        "move it above that rule");
    }

    private void warnOfRest(Written part, String scope, Written other) {
        part.value()
                .warn(
                        other.shown() + " takes the other names of " + scope + ", and asks "
                                + String.join(", ", asked(other))
                                + " for those that are not hosted here, where anybody may own them",
                        "add \"" + scope + "/*\" without proxy: below, if the scope is private");
    }

    /// The scopes about all of whose names a rule above decides that asks an uplink, by that rule.
    private Map<Written, List<String>> hidden(Collection<String> scopes, List<Written> earlier) {
        return scopes.stream()
                .filter(scope -> decider(scope, earlier).filter(this::asks).isPresent())
                .collect(Collectors.groupingBy(
                        scope -> decider(scope, earlier).orElseThrow(), LinkedHashMap::new, Collectors.toList()));
    }

    /// The rule that decides about what no other rule takes of a scope, if it asks an uplink and does not speak
    /// of that scope: who names a scope in a rule with `proxy` means it.
    private Optional<Written> rest(String scope, List<Written> rules) {
        return decider(scope, rules)
                .filter(this::asks)
                .filter(written -> !written.scopes().containsKey(scope));
    }

    private static Optional<Written> decider(String scope, List<Written> rules) {
        return rules.stream()
                .filter(written -> takesAll(written.rule().pattern(), scope))
                .findFirst();
    }

    /// Whether a pattern matches all names of a scope. The last part of a pattern that ends in a wildcard
    /// takes whatever stands there, so that one name is proof for all; patterns with exceptions are left out.
    private static boolean takesAll(NamePattern pattern, String scope) {
        String text = pattern.text();
        boolean open = text.equals("**") || text.endsWith("/*") || text.endsWith("/**");
        return open
                && text.indexOf('!') < 0
                && PackageName.tryParse(scope + "/0").filter(pattern::matches).isPresent();
    }

    private boolean asks(Written written) {
        return !asked(written).isEmpty();
    }

    private List<String> asked(Written written) {
        return written.rule().proxy().stream().filter(uplinks::contains).toList();
    }
}
