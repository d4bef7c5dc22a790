package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import io.terraverde.name.NamePattern;
import io.terraverde.name.PackageName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds rules that let the names of a private scope be asked outside, where anybody may own them: who installs such a
/// name gets what a stranger published (dependency confusion).
final class ScopeRules {
    /// A rule for all of one scope, `@acme/*`, or of several, `@{acme,lab}/*`.
    private static final Pattern WHOLE_SCOPE = Pattern.compile("(@[^/*?!+()\\[\\]\\\\]+)/\\*\\*?");

    private final Collection<String> uplinks;

    /// @param uplinks those that there are; a rule that names others asks nobody
    ScopeRules(Collection<String> uplinks) {
        this.uplinks = uplinks;
    }

    /// A rule and where it stands.
    ///
    /// @param rule as read
    /// @param value what stands below its pattern
    record Written(PackageRule rule, Value value) {}

    /// Warns of what falls through.
    ///
    /// @param rules in the order of the file
    void check(List<Written> rules) {
        for (int i = 0; i < rules.size(); i++) {
            Written written = rules.get(i);
            Matcher scope = WHOLE_SCOPE.matcher(written.rule().pattern().text());
            if (!scope.matches()) {
                continue;
            }
            List<String> asked = asked(written.rule());
            if (asked.isEmpty()) {
                hiding(scope.group(1), rules.subList(0, i)).ifPresent(earlier -> warnOfHidden(written, earlier));
            } else {
                written.value()
                        .warn(
                                "names of " + scope.group(1) + " that are not hosted here are asked at "
                                        + String.join(", ", asked) + ", where anybody may own them",
                                "remove proxy: if the scope is private; keep it if you mean the scope of that registry");
            }
        }
    }

    private static void warnOfHidden(Written hidden, Written earlier) {
        hidden.value()
                .warn(
                        "never decides: \"" + earlier.rule().pattern().text() + "\" in line "
                                + earlier.value().place().line() + " takes all its names, and asks "
                                + String.join(", ", earlier.rule().proxy()) + " for those that are not hosted here",
                        "move it above that rule");
    }

    /// The first rule that decides about all names of a scope, if it asks an uplink.
    private Optional<Written> hiding(String scope, List<Written> earlier) {
        return earlier.stream()
                .filter(written -> takesAll(written.rule().pattern(), scope))
                .findFirst()
                .filter(written -> !asked(written.rule()).isEmpty());
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

    private List<String> asked(PackageRule rule) {
        return rule.proxy().stream().filter(uplinks::contains).toList();
    }
}
