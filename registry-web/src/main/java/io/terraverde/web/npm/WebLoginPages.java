package io.terraverde.web.npm;

import io.terraverde.auth.LoginTokens;
import io.terraverde.auth.WebLoginAnswer;
import io.terraverde.auth.WebLogins;
import io.terraverde.core.RegistryException;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.BodyAnswer;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.RateLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Login with a browser, npm's usual one since version 9: the client begins it and shows a link, a person logs
/// in on the page behind the link, and the client, which has kept asking, gets the token.
public final class WebLoginPages {
    private static final String HTML = "text/html; charset=utf-8";

    private final WebLogins pending;
    private final LoginTokens logins;
    private final Endpoint beginOne;

    /// Over the users of one registry.
    ///
    /// @param begun counts the logins that a client begins
    public WebLoginPages(WebLogins pending, LoginTokens logins, RateLimits.Counter begun) {
        this.pending = pending;
        this.logins = logins;
        this.beginOne = begun.guard(this::beginOne);
    }

    /// `POST /-/v1/login`: begins a login and says where to go. A client that was told to ask for name and password
    /// gets
    /// 404, and asks.
    public Answer begin(Exchange exchange) throws IOException {
        return asksItself(exchange)
                ? Answers.error(404, "no login with a browser for this client")
                : beginOne.answer(exchange);
    }

    private Answer beginOne(Exchange exchange) {
        String id = pending.begin();
        String base = PublicBase.of(exchange);
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("loginUrl", base + "-/v1/login/" + id);
        urls.put("doneUrl", base + "-/v1/done/" + id);
        return Answers.json(200, urls).with("Cache-Control", "no-store");
    }

    /// `GET /-/v1/login/{id}`: the page.
    public Answer page(Exchange exchange) {
        return pending.isPending(exchange.segment("id")) ? html(200, LoginPage.form("")) : html(404, LoginPage.over());
    }

    /// `POST /-/v1/login/{id}`: the form of the page.
    public Answer submit(Exchange exchange) throws IOException {
        String id = exchange.segment("id");
        if (!pending.isPending(id)) {
            return html(404, LoginPage.over());
        }
        Credentials given = Credentials.ofForm(exchange.body());
        String token;
        try {
            token = logins.logIn(given.user(), given.password());
        } catch (RegistryException.Unauthenticated e) {
            return html(401, LoginPage.form("User name or password is wrong."));
        }
        pending.approve(id, token);
        return html(200, LoginPage.done());
    }

    /// `/-/v1/done/{id}` with any method: npm asks with the method of the request that made it log in.
    public Answer poll(Exchange exchange) {
        BodyAnswer answer = switch (pending.poll(exchange.segment("id"))) {
            case WebLoginAnswer.Wait() -> Answers.json(202, Map.of()).with("Retry-After", "1");
            case WebLoginAnswer.Done(String token) -> Answers.json(200, Map.of("token", token));
            case WebLoginAnswer.Gone() -> Answers.error(404, "this login is over or was never begun: log in again");
        };
        return answer.with("Cache-Control", "no-store");
    }

    /// npm 6 to 8 try this first whatever `--auth-type` says; 8 says in a header what it was told, 6 and 7 know no
    /// other
    /// kind than asking (npm 8.19, `lib/auth/legacy.js`; npm-profile 4).
    private static boolean asksItself(Exchange exchange) {
        String client = exchange.header("User-Agent").orElse("");
        return exchange.header("npm-auth-type")
                        .filter("legacy"::equalsIgnoreCase)
                        .isPresent()
                || client.startsWith("npm/6.")
                || client.startsWith("npm/7.");
    }

    private static Answer html(int status, String page) {
        return Answers.text(status, HTML, page)
                .with("Cache-Control", "no-store")
                .with("Content-Security-Policy", LoginPage.CONTENT_SECURITY_POLICY)
                .with("X-Frame-Options", "deny")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
    }
}
