package io.terraverde.web.npm;

import io.terraverde.core.RegistryException;
import io.terraverde.web.http.RequestBody;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// What somebody logs in with. Checking it waits for others whose passwords are checked, so nothing else of the
/// body must be held meanwhile: a parsed body takes many times its size, and anybody can send one.
record Credentials(String user, String password) {
    /// Names and passwords of any length that anybody has; one for each request at a time must fit in memory.
    static final long MAX_BODY_BYTES = 16 << 10;

    /// Reads `{"name": …, "password": …}`; what is missing is empty.
    static Credentials ofJson(RequestBody body) throws IOException {
        JsonNode json = body.json(MAX_BODY_BYTES);
        return new Credentials(
                json.path("name").asString(""), json.path("password").asString(""));
    }

    /// Reads `username=…&password=…`, the first of each; what is missing is empty.
    static Credentials ofForm(RequestBody body) throws IOException {
        String form = new String(body.bytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return new Credentials(field(form, "username"), field(form, "password"));
    }

    private static String field(String form, String name) {
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decoded(pair.substring(0, equals)).equals(name)) {
                return decoded(pair.substring(equals + 1));
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RegistryException.Invalid.malformed("cannot read the form: a field is not URL-encoded");
        }
    }
}
