package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import io.terraverde.core.RegistryException;
import io.terraverde.name.NamePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `packages:`.
final class PackagesReader {
    /// What sinopia called them; Verdaccio ignores these names, and so grants nothing.
    private static final Map<String, String> OLD_NAMES =
            Map.of("allow_access", "access", "allow_publish", "publish", "proxy_access", "proxy");

    private static final NamePattern ANY = NamePattern.parse("**");

    private PackagesReader() {}

    /// The rules in the order of the file.
    ///
    /// @param uplinks the names that `proxy` may name
    static List<PackageRule> read(Section packages, Collection<String> uplinks) {
        List<ScopeRules.Written> rules = new ArrayList<>();
        packages.all().forEach((pattern, value) -> {
            Optional<NamePattern> names = pattern(pattern, value);
            Section rule = packages.chosen(pattern, value);
            PackageRule read = rule(rule, names.orElse(ANY), uplinks);
            names.ifPresent(valid -> rules.add(new ScopeRules.Written(read, value)));
        });
        new ScopeRules(uplinks).check(rules);
        return rules.stream().map(ScopeRules.Written::rule).toList();
    }

    private static PackageRule rule(Section rule, NamePattern names, Collection<String> uplinks) {
        List<String> access = rule.names("access");
        List<String> publish = rule.names("publish");
        List<String> unpublish = unpublish(rule);
        List<String> proxy = rule.names("proxy");
        rule.value("proxy")
                .ifPresent(value -> proxy.stream()
                        .filter(name -> !uplinks.contains(name))
                        .forEach(name -> value.warn(
                                "there is no uplink \"" + name + "\", nothing is asked there",
                                Spelling.hint(name, uplinks))));
        String folder = rule.value("storage")
                .filter(value -> !value.isBlank())
                .flatMap(PackagesReader::folder)
                .orElse(null);
        rule.finish(OLD_NAMES);
        return new PackageRule(names, access, publish, unpublish, proxy, folder);
    }

    private static Optional<NamePattern> pattern(String text, Value value) {
        try {
            return Optional.of(NamePattern.parse(text));
        } catch (RegistryException.Invalid e) {
            return value.wrong("" + e.getMessage(), "for example \"@acme/*\" or \"**\"");
        }
    }

    private static List<String> unpublish(Section rule) {
        Optional<Value> value = rule.written("unpublish");
        if (value.filter(Value::isFalse).isPresent()) {
            value.get()
                    .warn(
                            "false does not forbid: who may publish may unpublish",
                            "name a group that nobody has, for example \"nobody\"");
            return List.of();
        }
        return value.flatMap(Value::names).orElse(List.of());
    }

    /// A folder inside the storage, with `/` between its parts.
    private static Optional<String> folder(Value value) {
        return value.text().flatMap(text -> {
            List<String> parts = new ArrayList<>();
            for (String part : text.strip().split("[/\\\\]+", -1)) {
                if (!part.isEmpty() && !part.equals(".")) {
                    parts.add(part);
                }
            }
            boolean inside = parts.stream().allMatch(PackagesReader::isFolderName);
            return inside && !parts.isEmpty()
                    ? Optional.of(String.join("/", parts))
                    : value.wrong(
                            "\"" + text + "\" is not a folder inside the storage",
                            "parts must not start with a dot or hold odd characters");
        });
    }

    private static boolean isFolderName(String part) {
        return part.charAt(0) != '.' && part.chars().noneMatch(c -> c < ' ' || ":*?\"<>|".indexOf(c) >= 0);
    }
}
