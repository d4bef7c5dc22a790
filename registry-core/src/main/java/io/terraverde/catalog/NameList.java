package io.terraverde.catalog;

import io.terraverde.document.CommitId;
import io.terraverde.packument.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of all hosted packages, and the secret that signs tokens: Verdaccio's `.verdaccio-db.json`.
///
/// @param names in the order of their coming
/// @param secret empty until one was made
/// @param others what else stands in the document
public record NameList(Set<String> names, String secret, List<CommitId> commits, Map<String, RawJson> others) {
    /// Copies the collections.
    public NameList {
        names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
        commits = List.copyOf(commits);
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /// No names, no secret.
    static NameList empty() {
        return new NameList(Set.of(), "", List.of(), Map.of());
    }

    NameList with(String name) {
        Set<String> more = new LinkedHashSet<>(names);
        return more.add(name) ? new NameList(more, secret, commits, others) : this;
    }

    NameList without(String name) {
        Set<String> fewer = new LinkedHashSet<>(names);
        return fewer.remove(name) ? new NameList(fewer, secret, commits, others) : this;
    }

    NameList withSecret(String text) {
        return new NameList(names, text, commits, others);
    }
}
