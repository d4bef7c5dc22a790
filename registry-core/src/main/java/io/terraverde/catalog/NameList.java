package io.terraverde.catalog;

import io.terraverde.document.CommitId;
import io.terraverde.packument.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of all hosted packages, and the secret that signs tokens: Verdaccio's `.verdaccio-db.json`. Immutable.
public final class NameList {
    /*
     * A list of many thousand names grows by one name a hundred times a second when many packages are first published.
     * So what came lately is kept beside the rest, and the rest is copied only now and then.
     */
    private static final int MAX_LATELY = 256;

    private final Set<String> most;
    private final Set<String> lately;
    private final String secret;
    private final List<CommitId> commits;
    private final Map<String, RawJson> others;

    private NameList(
            Set<String> most, Set<String> lately, String secret, List<CommitId> commits, Map<String, RawJson> others) {
        this.most = most;
        this.lately = lately;
        this.secret = secret;
        this.commits = commits;
        this.others = others;
    }

    /// @param names in the order of their coming
    /// @param secret empty until one was made
    /// @param others what else stands in the document
    static NameList of(Set<String> names, String secret, List<CommitId> commits, Map<String, RawJson> others) {
        return new NameList(
                Collections.unmodifiableSet(new LinkedHashSet<>(names)),
                Set.of(),
                secret,
                List.copyOf(commits),
                Collections.unmodifiableMap(new LinkedHashMap<>(others)));
    }

    /// No names, no secret.
    static NameList empty() {
        return of(Set.of(), "", List.of(), Map.of());
    }

    /// All names, in the order of their coming.
    Set<String> names() {
        return lately.isEmpty() ? most : joined();
    }

    boolean contains(String name) {
        return most.contains(name) || lately.contains(name);
    }

    /// Signs tokens; empty until one was made.
    String secret() {
        return secret;
    }

    /// The latest commit ids, oldest first.
    List<CommitId> commits() {
        return commits;
    }

    /// What else stands in the document.
    Map<String, RawJson> others() {
        return others;
    }

    /// With one name more, or this very list.
    NameList with(String name) {
        if (contains(name)) {
            return this;
        }
        if (lately.size() >= MAX_LATELY) {
            return new NameList(joined(), Set.of(name), secret, commits, others);
        }
        Set<String> more = new LinkedHashSet<>(lately);
        more.add(name);
        return new NameList(most, Collections.unmodifiableSet(more), secret, commits, others);
    }

    /// Without a name, or this very list.
    NameList without(String name) {
        if (!contains(name)) {
            return this;
        }
        Set<String> fewer = new LinkedHashSet<>(names());
        fewer.remove(name);
        return of(fewer, secret, commits, others);
    }

    NameList withSecret(String text) {
        return new NameList(most, lately, text, commits, others);
    }

    NameList withCommits(List<CommitId> latest) {
        return new NameList(most, lately, secret, List.copyOf(latest), others);
    }

    private Set<String> joined() {
        Set<String> all = new LinkedHashSet<>(most);
        all.addAll(lately);
        return Collections.unmodifiableSet(all);
    }
}
