package io.terraverde.auth;

import io.terraverde.document.CommitId;
import io.terraverde.document.DocumentFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a web login stands in its object:
/// `{"state":"approved","expires":"2026-11-20T16:31:13Z","token":"...","_commits":["9f86d081884c7d65"]}`.
final class WebLoginFormat implements DocumentFormat<WebLogin> {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public WebLogin read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            List<CommitId> commits = new ArrayList<>();
            json.path("_commits").forEach(id -> commits.add(new CommitId(id.asString(""))));
            JsonNode token = json.path("token");
            return new WebLogin(
                    WebLogin.State.valueOf(json.path("state").asString("").toUpperCase(Locale.ROOT)),
                    Instant.parse(json.path("expires").asString("")),
                    token.isString() ? token.stringValue() : null,
                    commits);
        } catch (JacksonException | DateTimeException e) {
            throw new IllegalArgumentException("no web login", e);
        }
    }

    @Override
    public byte[] write(WebLogin login) {
        ObjectNode json = JSON.createObjectNode();
        json.put("state", login.state().name().toLowerCase(Locale.ROOT));
        json.put("expires", login.expires().toString());
        if (login.token() != null) {
            json.put("token", login.token());
        }
        ArrayNode commits = json.putArray("_commits");
        login.commits().forEach(id -> commits.add(id.value()));
        return JSON.writeValueAsBytes(json);
    }

    @Override
    public List<CommitId> commits(WebLogin login) {
        return login.commits();
    }

    @Override
    public WebLogin withCommits(WebLogin login, List<CommitId> commits) {
        return new WebLogin(login.state(), login.expires(), login.token(), commits);
    }
}
