package io.terraverde.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.NamePattern;
import io.terraverde.name.PackageName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules of `packages:` in their order: the first one whose pattern matches a name decides everything about it, and
/// a name that none matches is open to nobody.
public final class AccessRules {
    private static final PackageRule DENY_ALL =
            new PackageRule(NamePattern.parse("**"), List.of(), List.of(), List.of(), List.of(), null);
    private static final int MAX_REMEMBERED = 20_000;

    private final List<PackageRule> rules;
    private final Cache<PackageName, PackageRule> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /// Rules in their order; one that denies everything else is added at the end.
    public AccessRules(List<PackageRule> rules) {
        List<PackageRule> complete = new ArrayList<>(rules);
        complete.add(DENY_ALL);
        this.rules = List.copyOf(complete);
    }

    /// The rule that decides about a name.
    public PackageRule ruleFor(PackageName name) {
        return remembered.get(name, this::firstMatch);
    }

    /// Whether a caller may do something with a package: the caller's name or one of its groups is in the rule's list.
    public boolean allows(Action action, PackageName name, Caller caller) {
        return ruleFor(name).allowed(action).stream()
                .anyMatch(group -> caller.groups().contains(group));
    }

    /// Those of a caller's groups that some rule names for an action. Callers who have the same of them may do the
    /// same.
    public Set<String> deciding(Action action, Caller caller) {
        Set<String> deciding = new HashSet<>();
        for (PackageRule rule : rules) {
            for (String group : rule.allowed(action)) {
                if (caller.groups().contains(group)) {
                    deciding.add(group);
                }
            }
        }
        return deciding;
    }

    /// Refuses a caller that may not do something with a package, whether the package exists or not. When unpublishing
    /// is decided by the list for publishing, the message says `publish`.
    ///
    /// @throws RegistryException.Unauthenticated when nobody is logged in
    /// @throws RegistryException.Forbidden when a user is
    public void require(Action action, PackageName name, Caller caller) {
        if (allows(action, name, caller)) {
            return;
        }
        String word = ruleFor(name).decidedBy(action).word();
        throw caller.user()
                .<RegistryException>map(user -> new RegistryException.Forbidden(
                        "user " + user + " is not allowed to " + word + " package " + name))
                .orElseGet(() -> new RegistryException.Unauthenticated(
                        "authorization required to " + word + " package " + name));
    }

    private PackageRule firstMatch(PackageName name) {
        return rules.stream()
                .filter(rule -> rule.pattern().matches(name))
                .findFirst()
                .orElse(DENY_ALL);
    }
}
