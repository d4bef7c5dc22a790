package io.terraverde.web.npm;

import io.terraverde.auth.LoginTokens;
import io.terraverde.auth.Users;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Login and logout in CouchDB's form, which every npm client has: `npm adduser`, `npm login --auth-type=legacy`,
/// `npm logout`, `npm whoami`.
public final class Accounts {
    private static final String DOCUMENT_PREFIX = "org.couchdb.user:";

    private final Users users;
    private final LoginTokens logins;

    /// Over the users of one registry.
    public Accounts(Users users, LoginTokens logins) {
        this.users = users;
        this.logins = logins;
    }

    /// `PUT /-/user/org.couchdb.user:{user}[/-rev/{revision}]`: a caller that has logged in as the user it names gets a
    /// token; anybody else registers that user. The path is not compared with the body, as in Verdaccio.
    public Answer logIn(Exchange exchange) throws IOException {
        exchange.body().requireJson();
        Credentials given = Credentials.ofJson(exchange.body());
        String name = given.user();
        boolean again = exchange.caller().user().filter(name::equals).isPresent();
        String token = again ? logins.logIn(name, given.password()) : logins.register(name, given.password());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", again ? "you are authenticated as '" + name + "'" : "user '" + name + "' created");
        answer.put("token", token);
        return Answers.json(201, answer).with("Cache-Control", "no-cache, no-store");
    }

    /// `GET /-/user/org.couchdb.user:{user}`: whether there is such a user, for `npm owner add`. A caller that is not
    /// logged in learns nothing about users.
    public Answer show(Exchange exchange) {
        Optional<String> caller = exchange.caller().user();
        String document = exchange.segment("user");
        String user = document.startsWith(DOCUMENT_PREFIX) ? document.substring(DOCUMENT_PREFIX.length()) : document;
        if (caller.isPresent() && !users.exists(user)) {
            throw new RegistryException.NotFound("no such user: " + user);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("_id", DOCUMENT_PREFIX + user);
        answer.put("name", user);
        answer.put("email", "");
        answer.put("type", "user");
        answer.put("roles", List.of());
        answer.put("ok", "you are authenticated as '" + caller.orElse("undefined") + "'");
        return Answers.json(200, answer);
    }

    /// `DELETE /-/user/token/{token}`: revokes a generated token. Others live until the password changes, or they
    /// expire. Knowing the token is the right to revoke it.
    public Answer logOut(Exchange exchange) {
        logins.logOut(exchange.segment("token"));
        return Answers.json(200, Map.of("ok", "Logged out"));
    }

    /// `GET /-/whoami`
    public Answer whoAmI(Exchange exchange) {
        Caller caller = exchange.caller();
        return Answers.json(
                200, caller.user().map(name -> Map.of("username", name)).orElse(Map.of()));
    }
}
