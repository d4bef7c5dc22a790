package io.terraverde.access;

import io.terraverde.name.NamePattern;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry of `packages:`: what holds for the names that match its pattern.
///
/// The lists hold user names and groups, for example `[$authenticated, alice]`; an empty list means nobody.
///
/// @param pattern which names it is about
/// @param access who may read
/// @param publish who may publish
/// @param unpublish who may unpublish; empty when those who may publish may
/// @param proxy the uplinks asked for these names, by their names in the configuration; unknown ones are ignored
/// @param storage the folder inside the storage that holds these packages, as `private/team`; null for the storage
///     itself
public record PackageRule(
        NamePattern pattern,
        List<String> access,
        List<String> publish,
        List<String> unpublish,
        List<String> proxy,
        @Nullable String storage) {
    /// Copies the lists.
    public PackageRule {
        access = List.copyOf(access);
        publish = List.copyOf(publish);
        unpublish = List.copyOf(unpublish);
        proxy = List.copyOf(proxy);
    }

    /// The folder inside the storage that holds these packages; empty for the storage itself.
    public Optional<String> folder() {
        return Optional.ofNullable(storage);
    }

    /// The groups an action is open to.
    public List<String> allowed(Action action) {
        return switch (decidedBy(action)) {
            case ACCESS -> access;
            case PUBLISH -> publish;
            case UNPUBLISH -> unpublish;
        };
    }

    /// Whose list decides about an action: an unpublish without a list of its own is decided as a publish.
    public Action decidedBy(Action action) {
        return action == Action.UNPUBLISH && unpublish.isEmpty() ? Action.PUBLISH : action;
    }
}
