package io.terraverde.auth;

import io.terraverde.document.CommitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The generated tokens of all users, with everything in their document that is not ours. Immutable.
public final class GeneratedTokensDocument {
    /*
     * {
     *   "alice": [ {"user", "token": "OTAxO...yYmU=", "key", "cidr": [], "readonly", "created": ms, "name", "expires"} ],
     *   "terraverde:commits": [ "9f86d081884c7d65" ]
     * }
     *
     * Verdaccio reads only the member of the user it works for, and hands on unknown members of a record. The commit
     * ids stand under a name that no user can have (a colon ends a name in htpasswd), because a plain `_commits` would
     * be the tokens of a user of that name: Verdaccio answers such a list with an error.
     *
     * Verdaccio takes a user name with dots for a path: it writes the tokens of "a.b" as {"a": {"b": [...]}}, but finds
     * them also under "a.b". So both are read, and "a.b" is written. A list for "a" has no place for what is below it;
     * that moves to names with dots first.
     */
    private static final String COMMITS = "terraverde:commits";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final ObjectNode root;

    private GeneratedTokensDocument(ObjectNode root) {
        this.root = root;
    }

    /// @param root from now on nobody else's
    static GeneratedTokensDocument of(ObjectNode root) {
        return new GeneratedTokensDocument(root);
    }

    /// A document without tokens.
    public static GeneratedTokensDocument empty() {
        return of(JsonMapper.shared().createObjectNode());
    }

    /// The tokens of a user, oldest first.
    List<GeneratedToken> tokens(String user) {
        List<GeneratedToken> tokens = new ArrayList<>();
        ArrayNode records = records(root, user);
        if (records != null) {
            records.forEach(record -> GeneratedTokenRecord.read(user, record).ifPresent(tokens::add));
        }
        return tokens;
    }

    /// The token of a user with this key.
    Optional<GeneratedToken> token(String user, String key) {
        return tokens(user).stream().filter(token -> token.key().equals(key)).findFirst();
    }

    /// The same with one token more.
    GeneratedTokensDocument with(GeneratedToken token) {
        ObjectNode next = root.deepCopy();
        ArrayNode records = ownRecords(next, token.user());
        records.add(GeneratedTokenRecord.write(token));
        return of(next);
    }

    /// The same without those tokens of a user; this very instance when it has none of them.
    GeneratedTokensDocument without(String user, List<String> keys) {
        if (tokens(user).stream().noneMatch(token -> keys.contains(token.key()))) {
            return this;
        }
        ObjectNode next = root.deepCopy();
        ownRecords(next, user)
                .removeIf(record -> GeneratedTokenRecord.read(user, record)
                        .filter(token -> keys.contains(token.key()))
                        .isPresent());
        return of(next);
    }

    List<CommitId> commits() {
        List<CommitId> commits = new ArrayList<>();
        for (JsonNode id : root.path(COMMITS)) {
            if (id.isString() && ID.matcher(id.stringValue()).matches()) {
                commits.add(new CommitId(id.stringValue()));
            }
        }
        return commits.subList(Math.max(0, commits.size() - CommitId.KEPT), commits.size());
    }

    GeneratedTokensDocument withCommits(List<CommitId> commits) {
        ObjectNode next = root.deepCopy();
        ArrayNode ids = next.putArray(COMMITS);
        commits.forEach(id -> ids.add(id.value()));
        return of(next);
    }

    /// The JSON; not to be changed.
    ObjectNode json() {
        return root;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GeneratedTokensDocument that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /// The records of a user in a copy that may be changed, moved to the member of the user's whole name.
    private static ArrayNode ownRecords(ObjectNode copy, String user) {
        ArrayNode records = records(copy, user);
        if (records == null) {
            if (copy.get(user) instanceof ObjectNode others) {
                moveToDotted(copy, user, others);
            }
            return copy.putArray(user);
        }
        if (!copy.path(user).isArray()) {
            int lastDot = user.lastIndexOf('.');
            if (at(copy, user.substring(0, lastDot)) instanceof ObjectNode parent) {
                parent.remove(user.substring(lastDot + 1));
            }
            copy.set(user, records);
        }
        return records;
    }

    /// Moves the tokens of users whose names begin with this one and a dot out of the way. What stands under a
    /// dotted name already is what counts.
    private static void moveToDotted(ObjectNode copy, String above, ObjectNode nested) {
        nested.forEachEntry((name, value) -> {
            String dotted = above + "." + name;
            if (value instanceof ObjectNode deeper) {
                moveToDotted(copy, dotted, deeper);
            } else if (!copy.has(dotted)) {
                copy.set(dotted, value);
            }
        });
    }

    private static @Nullable ArrayNode records(ObjectNode root, String user) {
        if (root.has(user)) {
            return root.get(user) instanceof ArrayNode records ? records : null;
        }
        return user.indexOf('.') >= 0 && at(root, user) instanceof ArrayNode records ? records : null;
    }

    private static JsonNode at(ObjectNode root, String dotted) {
        JsonNode node = root;
        for (int start = 0; start <= dotted.length(); ) {
            int dot = dotted.indexOf('.', start);
            int end = dot < 0 ? dotted.length() : dot;
            node = node.path(dotted.substring(start, end));
            start = end + 1;
        }
        return node;
    }
}
