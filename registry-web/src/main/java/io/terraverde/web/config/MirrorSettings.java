package io.terraverde.web.config;

import io.terraverde.name.PathPattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// One entry of `terraverde.mirrors:`, a tree of files outside that is served below `/-/mirror/{name}/`.
///
/// @param name one segment of a path: letters, digits, `-`, `_` and, not in front, `.`
/// @param url the top of the tree, without a slash at the end
/// @param immutable which paths below it never change, once they are there
/// @param maxAge how long anything else is used without asking again
/// @param access who may read: user names and groups
/// @param connection how it is reached
public record MirrorSettings(
        String name,
        URI url,
        List<PathPattern> immutable,
        Duration maxAge,
        List<String> access,
        ConnectionSettings connection) {
    /// Copies the lists.
    public MirrorSettings {
        immutable = List.copyOf(immutable);
        access = List.copyOf(access);
    }

    /// What was decided, for the start of the log, without what may be a password.
    String summary() {
        return name + "(" + Secret.hiddenIn(url) + ")";
    }
}
