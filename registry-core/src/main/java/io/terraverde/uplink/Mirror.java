package io.terraverde.uplink;

import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PathPattern;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// A tree of files outside that is served from here: the headers of Node, binaries that packages download.
///
/// @param name as the configuration calls it
/// @param url the top of the tree, without a slash at the end
/// @param immutable which files never change once they are there
/// @param maxAge how long everything else is used without asking again
/// @param access groups and names of users who may read
/// @param upstream how the server is asked
public record Mirror(
        String name, URI url, List<PathPattern> immutable, Duration maxAge, Set<String> access, Upstream upstream) {
    /// What never changes where nobody says it: all below a folder that is called like a version.
    public static final List<PathPattern> USUALLY_IMMUTABLE = List.of(PathPattern.parse("**/v[0-9]*/**"));

    /// Copies the lists.
    public Mirror {
        immutable = List.copyOf(immutable);
        access = Set.copyOf(access);
    }

    /// Whether somebody may read.
    public boolean allows(Caller caller) {
        return !Collections.disjoint(access, caller.groups());
    }

    /// Refuses somebody who may not read.
    ///
    /// @throws RegistryException.Unauthenticated when nobody is logged in
    /// @throws RegistryException.Forbidden when a user is
    public void require(Caller caller) {
        if (allows(caller)) {
            return;
        }
        throw caller.user()
                .<RegistryException>map(user ->
                        new RegistryException.Forbidden("user " + user + " is not allowed to access mirror " + name))
                .orElseGet(
                        () -> new RegistryException.Unauthenticated("authorization required to access mirror " + name));
    }

    /// Whether what lies there never changes. The listing of a folder may always.
    public boolean isImmutable(MirrorPath path) {
        return !path.isFolder() && immutable.stream().anyMatch(pattern -> pattern.matches(path.text()));
    }

    /// Where the server has a file.
    URI address(MirrorPath path) {
        return URI.create(url + "/" + path.encoded());
    }

    /// The name under which a file is kept.
    String key(MirrorPath path) {
        return "mirror/" + Uplink.cacheName(name, url) + "/" + path.key();
    }
}
