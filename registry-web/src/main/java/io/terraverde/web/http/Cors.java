package io.terraverde.web.http;

/// The answer to a preflight request: everything is allowed, as in Verdaccio. Credentials are not, so a foreign
/// page can only do what anybody can.
final class Cors {
    private Cors() {}

    static Answer answer(Exchange exchange) {
        BodyAnswer answer = Answers.empty(204)
                .with("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE")
                .with("Vary", "Access-Control-Request-Headers");
        return exchange.header("Access-Control-Request-Headers")
                .map(asked -> answer.with("Access-Control-Allow-Headers", asked))
                .orElse(answer);
    }
}
