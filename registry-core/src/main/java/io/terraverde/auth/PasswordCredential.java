package io.terraverde.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A name and a password, as they stand in Basic headers and inside of legacy tokens: `alice:secret`, or
/// `{"user":"alice","password":"secret","tokenKey":"0011..."}` for a generated token.
///
/// @param tokenKey the key of the generated token this comes from
record PasswordCredential(
        String user, String password, @Nullable String tokenKey) {
    /// The credential of a login.
    static PasswordCredential of(String user, String password) {
        return new PasswordCredential(user, password, null);
    }

    /// Reads either form; empty when the text has no colon.
    static Optional<PasswordCredential> parse(String text) {
        if (text.startsWith("{")) {
            Optional<PasswordCredential> json = parseJson(text);
            if (json.isPresent()) {
                return json;
            }
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(PasswordCredential.of(text.substring(0, colon), text.substring(colon + 1)));
    }

    /// The text: with a colon for a login, as compact JSON for a generated token.
    String text() {
        if (tokenKey == null) {
            return user + ":" + password;
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("user", user).put("password", password).put("tokenKey", tokenKey);
        return json.toString();
    }

    /// Shows neither password nor key.
    @Override
    public String toString() {
        return "PasswordCredential[user=" + user + "]";
    }

    private static Optional<PasswordCredential> parseJson(String text) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        JsonNode user = json.path("user");
        JsonNode password = json.path("password");
        if (!user.isString() || !password.isString()) {
            return Optional.empty();
        }
        JsonNode key = json.path("tokenKey");
        return Optional.of(new PasswordCredential(
                user.stringValue(), password.stringValue(), key.isString() ? key.stringValue() : null));
    }
}
