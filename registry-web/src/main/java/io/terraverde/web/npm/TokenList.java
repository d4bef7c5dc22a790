package io.terraverde.web.npm;

import io.terraverde.auth.GeneratedToken;
import io.terraverde.auth.GeneratedTokens;
import io.terraverde.auth.NewToken;
import io.terraverde.core.RegistryException;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `npm token`: tokens that can be revoked one by one, limited to reading, to addresses, and in time.
public final class TokenList {
    private static final long MAX_BODY_BYTES = 64 << 10;
    private static final int MAX_DAYS = 36_500;
    private static final DateTimeFormatter ISO_MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final GeneratedTokens tokens;
    private final InstantSource clock;

    /// @param clock from which `expires` counts
    public TokenList(GeneratedTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /// `GET /-/npm/v1/tokens`
    public Answer list(Exchange exchange) {
        List<Object> objects = new ArrayList<>();
        for (GeneratedToken token : tokens.list(user(exchange))) {
            objects.add(described(token, token.mask()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("objects", objects);
        answer.put("total", objects.size());
        answer.put("urls", Map.of("next", ""));
        return Answers.json(200, answer);
    }

    /// `POST /-/npm/v1/tokens`: the only answer that shows the whole token.
    public Answer create(Exchange exchange) throws IOException {
        String user = exchange.caller()
                .user()
                .orElseThrow(() -> new RegistryException.Unauthenticated("bad username/password, access denied"));
        exchange.body().requireJson();
        JsonNode body = exchange.body().json(MAX_BODY_BYTES);
        GeneratedTokens.Created created =
                tokens.create(user, body.path("password").asString(""), wanted(body));
        return Answers.json(200, described(created.token(), created.text()))
                .with("Cache-Control", "no-cache, no-store");
    }

    /// `DELETE /-/npm/v1/tokens/token/{key}`: also of a key that is unknown.
    public Answer revoke(Exchange exchange) {
        tokens.revoke(user(exchange), exchange.segment("key"));
        return Answers.json(200, Map.of());
    }

    private NewToken wanted(JsonNode body) {
        JsonNode readonly = body.path("readonly");
        JsonNode cidr = body.has("cidr_whitelist") ? body.path("cidr_whitelist") : body.path("cidr");
        boolean readonlyFits = readonly.isMissingNode() || readonly.isNull() || readonly.isBoolean();
        boolean cidrFits = cidr.isMissingNode() || cidr.isNull() || cidr.isArray();
        if (!readonlyFits || !cidrFits) {
            throw RegistryException.Invalid.unprocessable("the parameters are not valid");
        }
        List<String> ranges = new ArrayList<>();
        cidr.forEach(range -> ranges.add(range.asString("")));
        Optional<String> name = body.path("name").stringValueOpt().filter(text -> !text.isEmpty());
        return new NewToken(
                ranges,
                readonly.asBoolean(false),
                name,
                expiry(body.path("expires")).map(clock.instant()::plus));
    }

    /// npm sends a whole number of days.
    private static Optional<Duration> expiry(JsonNode expires) {
        if (expires.isMissingNode() || expires.isNull()) {
            return Optional.empty();
        }
        if (!expires.canConvertToInt() || expires.intValue() < 1 || expires.intValue() > MAX_DAYS) {
            throw RegistryException.Invalid.unprocessable(
                    "cannot create a token: \"expires\" is a whole number of days, 1 to " + MAX_DAYS);
        }
        return Optional.of(Duration.ofDays(expires.intValue()));
    }

    private static String user(Exchange exchange) {
        return exchange.caller()
                .user()
                .orElseThrow(() -> new RegistryException.Unauthenticated("no credentials provided"));
    }

    private static Map<String, Object> described(GeneratedToken token, String text) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("token", text);
        shown.put("user", token.user());
        shown.put("key", token.key());
        shown.put("cidr", token.cidr());
        shown.put("cidr_whitelist", token.cidr());
        shown.put("readonly", token.readonly());
        shown.put("created", ISO_MILLIS.format(token.created()));
        shown.put("updated", ISO_MILLIS.format(token.created()));
        token.name().ifPresent(name -> shown.put("name", name));
        token.expires().ifPresent(expires -> shown.put("expires", ISO_MILLIS.format(expires)));
        return shown;
    }
}
