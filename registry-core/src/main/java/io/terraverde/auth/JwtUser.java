package io.terraverde.auth;

import io.terraverde.core.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a JSON web token says of its user.
///
/// @param ownGroups the groups the user has by itself, without the roles of everybody (`real_groups`)
/// @param groups all groups and roles
/// @param tokenKey the key of the generated token, if it is one
record JwtUser(
        String name,
        List<String> ownGroups,
        List<String> groups,
        @Nullable String tokenKey) {
    JwtUser {
        ownGroups = List.copyOf(ownGroups);
        groups = List.copyOf(groups);
    }

    /// A user of the htpasswd document, whose only own group is its name.
    static JwtUser of(String name, @Nullable String tokenKey) {
        List<String> groups = List.copyOf(Caller.user(name, List.of()).groups());
        return new JwtUser(name, List.of(name), groups, tokenKey);
    }

    /// The caller with the groups of the token: they count until it expires.
    Caller caller() {
        return Caller.user(name, groups);
    }
}
