package io.terraverde.it.bucket;

import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.registry.Registry;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Users and their tokens; every password is `secret`.
final class Accounts {
    private static final String TOKENS = "/-/npm/v1/tokens";

    private Accounts() {}

    /// Requests as this user, who is registered when new.
    static RegistryHttp as(Registry registry, String user) {
        return registry.http().as(registry.http().login(user, "secret"));
    }

    /// Registers a user, without credentials, as a client does who does not know whether there is one.
    static Answer register(RegistryHttp http, String user) {
        return http.put("/-/user/org.couchdb.user:" + user, "{\"name\": \"" + user + "\", \"password\": \"secret\"}");
    }

    /// Who the registry thinks that this is; empty for nobody.
    static String whoami(RegistryHttp http) {
        return http.get("/-/whoami").json().path("username").asString("");
    }

    /// Makes a token.
    static Answer createToken(RegistryHttp http) {
        return http.post(TOKENS, "{\"password\": \"secret\", \"readonly\": false, \"cidr_whitelist\": []}");
    }

    /// Revokes a token by its key.
    static Answer revokeToken(RegistryHttp http, String key) {
        return http.delete(TOKENS + "/token/" + key);
    }

    /// The keys of all tokens of this user.
    static List<String> tokens(RegistryHttp http) {
        JsonNode listed = http.get(TOKENS).is(200).json().path("objects");
        return listed.valueStream().map(each -> each.path("key").asString()).toList();
    }
}
