package io.terraverde.catalog;

import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import io.terraverde.packument.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `{"list":["a","@s/b"],"secret":"…","_commits":[…]}`, compact, as Verdaccio writes it.
public final class NameListFormat implements DocumentFormat<NameList> {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public NameList read(byte[] bytes) {
        RawJson json = RawJson.parse(bytes);
        if (!json.isObject()) {
            throw new IllegalArgumentException("the list of packages is a JSON object");
        }
        Map<String, RawJson> others = new LinkedHashMap<>(json.members());
        Set<String> names = new LinkedHashSet<>(texts(others.remove("list")));
        List<CommitId> commits =
                texts(others.remove("_commits")).stream().map(CommitId::new).toList();
        RawJson secret = others.remove("secret");
        return NameList.of(names, secret == null ? "" : secret.asText().orElse(""), commits, others);
    }

    @Override
    public byte[] write(NameList value) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("list");
        value.names().forEach(list::add);
        json.put("secret", value.secret());
        if (!value.commits().isEmpty()) {
            ArrayNode commits = json.putArray("_commits");
            value.commits().forEach(id -> commits.add(id.value()));
        }
        value.others().forEach((key, other) -> json.set(key, other.tree()));
        return JSON.writeValueAsBytes(json);
    }

    @Override
    public List<CommitId> commits(NameList value) {
        return value.commits();
    }

    @Override
    public NameList withCommits(NameList value, List<CommitId> commits) {
        return value.withCommits(commits);
    }

    private static List<String> texts(@Nullable RawJson list) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            for (JsonNode one : list.tree()) {
                if (one.isString()) {
                    texts.add(one.stringValue());
                }
            }
        }
        return texts;
    }
}
