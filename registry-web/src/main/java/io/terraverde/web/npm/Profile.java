package io.terraverde.web.npm;

import io.terraverde.auth.Users;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `npm profile`: a look at oneself, and a new password. An htpasswd file has no room for more.
public final class Profile {
    private static final long MAX_BODY_BYTES = 64 << 10;

    private final Users users;

    /// Over the users of one registry.
    public Profile(Users users) {
        this.users = users;
    }

    /// `GET /-/npm/v1/user`
    public Answer show(Exchange exchange) {
        return exchange.caller().user().map(Profile::described).orElseGet(Profile::anonymous);
    }

    /// `POST /-/npm/v1/user`
    public Answer change(Exchange exchange) throws IOException {
        Optional<String> user = exchange.caller().user();
        if (user.isEmpty()) {
            return anonymous();
        }
        exchange.body().requireJson();
        JsonNode body = exchange.body().json(MAX_BODY_BYTES);
        if (body.path("password").isObject()) {
            JsonNode password = body.path("password");
            users.changePassword(
                    user.get(),
                    password.path("old").asString(""),
                    password.path("new").asString(""));
            return described(user.get());
        }
        return body.has("tfa")
                ? Answers.error(503, "the two-factor authentication is not yet supported")
                : Answers.error(
                        400, "cannot change the profile: only {\"password\":{\"old\":…,\"new\":…}} can be changed");
    }

    private static Answer described(String user) {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("tfa", false);
        profile.put("name", user);
        profile.put("email", "");
        profile.put("email_verified", false);
        profile.put("created", "");
        profile.put("updated", "");
        profile.put("cidr_whitelist", null);
        profile.put("fullname", "");
        return Answers.json(200, profile);
    }

    private static Answer anonymous() {
        return Answers.message(401, "You must be logged in to publish packages.")
                .with("WWW-Authenticate", "Basic, Bearer");
    }
}
