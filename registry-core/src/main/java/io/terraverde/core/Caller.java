package io.terraverde.core;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who makes a request: nobody known, or a user. Rules compare `groups` with their lists.
///
/// @param groups the user's name, its groups, and the roles everybody of its kind has, for example
///     `[alice, $all, $authenticated, @all, @authenticated, all]`
public record Caller(@Nullable String name, Set<String> groups) {
    private static final List<String> ROLES_OF_USERS =
            List.of("$all", "$authenticated", "@all", "@authenticated", "all");
    private static final Set<String> ROLES_OF_ANONYMOUS = Set.of("$all", "$anonymous", "@all", "@anonymous");
    private static final Caller ANONYMOUS = new Caller(null, ROLES_OF_ANONYMOUS);

    /// Copies the groups, keeping their order.
    public Caller {
        groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
    }

    /// Nobody known.
    public static Caller anonymous() {
        return ANONYMOUS;
    }

    /// A user, with the groups its credential gives it.
    public static Caller user(String name, Collection<String> ownGroups) {
        Set<String> groups = new LinkedHashSet<>();
        groups.add(name);
        groups.addAll(ownGroups);
        groups.addAll(ROLES_OF_USERS);
        return new Caller(name, groups);
    }

    /// The groups without the roles that everybody of its kind has: for a user its name and the groups of its
    /// credential.
    public List<String> ownGroups() {
        return groups.stream()
                .filter(group -> !ROLES_OF_USERS.contains(group) && !ROLES_OF_ANONYMOUS.contains(group))
                .toList();
    }

    /// The user's name; empty when nobody is logged in.
    public Optional<String> user() {
        return Optional.ofNullable(name);
    }
}
