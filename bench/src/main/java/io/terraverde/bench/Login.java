package io.terraverde.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/// Creates a user at a registry.
final class Login {
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    private Login() {}

    /// The headers that prove the new user.
    static Map<String, String> create(Server registry, String user) throws IOException {
        var body = """
                {"_id":"org.couchdb.user:%1$s","name":"%1$s","password":"a-password-of-%1$s","type":"user","roles":[]}""".formatted(user);
        try (var connection = new Connection(registry.port())) {
            var answer = connection.putJson(
                    "/-/user/org.couchdb.user:" + user, Map.of(), body.getBytes(StandardCharsets.UTF_8));
            var token = TOKEN.matcher(answer.text());
            if (answer.status() != 201 || !token.find()) {
                throw new IOException("%s does not let \"%s\" log in: status %d"
                        .formatted(registry.kind().label(), user, answer.status()));
            }
            return Map.of("authorization", "Bearer " + token.group(1));
        }
    }
}
