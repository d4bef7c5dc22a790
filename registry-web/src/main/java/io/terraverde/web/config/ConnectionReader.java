package io.terraverde.web.config;

import io.terraverde.web.config.ConnectionSettings.Connections;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads the keys of uplinks and mirrors that say how the server is reached, and the proxies that the whole file or the
/// environment names for all of them.
final class ConnectionReader {
    private static final Duration SUSPICIOUS_TIMEOUT = Duration.ofSeconds(1_000);

    /// Shorter, and no server is heard: 0 does not mean "for ever".
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);

    /// Far from where nanoseconds overflow, and beyond milliseconds that were written for seconds.
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private static final Map<String, String> SCHEMES = Map.of("basic", "Basic", "bearer", "Bearer");

    /// A longer name of a variable may be the token itself, put into the wrong place.
    private static final int LONGEST_SHOWN = 32;

    private final Environment environment;
    private final Path base;
    private final Optional<URI> httpProxy;
    private final Optional<URI> httpsProxy;
    private final List<String> noProxy;

    /// @param top the whole file
    /// @param base what paths are relative to
    ConnectionReader(Section top, Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
        this.httpProxy = proxy(top, "http_proxy", () -> inheritedProxy(top, "http_proxy"));
        this.httpsProxy = proxy(top, "https_proxy", () -> inheritedProxy(top, "https_proxy"));
        this.noProxy = top.written("no_proxy")
                .map(ConnectionReader::hosts)
                .orElseGet(() -> words(inherited("no_proxy").stream()));
    }

    /// @param server what stands below the name of the uplink or mirror
    ConnectionSettings read(Section server) {
        server.value("timeout")
                .filter(value -> value.isNumber()
                        && value.interval()
                                .filter(time -> time.compareTo(SUSPICIOUS_TIMEOUT) >= 0)
                                .isPresent())
                .ifPresent(value -> value.warn("a bare number is seconds", "write the unit, for example 30s"));
        return new ConnectionSettings(
                server.interval("timeout", Duration.ofSeconds(30), MIN_TIMEOUT, MAX_TIMEOUT),
                server.number("max_fails", 2, 0, Integer.MAX_VALUE),
                server.interval("fail_timeout", Duration.ofMinutes(5)),
                server.bool("strict_ssl", true),
                server.value("ca").flatMap(value -> PemText.text(value, base)),
                authorization(server),
                headers(server),
                proxy(server, "http_proxy", () -> httpProxy),
                proxy(server, "https_proxy", () -> httpsProxy),
                server.written("no_proxy").map(ConnectionReader::hosts).orElse(noProxy),
                connections(server.section("agent_options")));
    }

    /// The address of a server without the slash at its end, to which paths are added.
    static URI withoutLastSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static Connections connections(Section agent) {
        Connections connections = new Connections(
                agent.bool("keepAlive", true),
                agent.number("maxSockets", 40, 1, 10_000),
                agent.number("maxFreeSockets", 10, 0, 10_000));
        agent.finish();
        return connections;
    }

    private Optional<Secret> authorization(Section server) {
        Optional<Value> written = server.value("auth");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Section auth = server.section("auth");
        Optional<String> scheme = scheme(auth);
        Optional<String> token = auth.text("token");
        Optional<Value> fromVariable = auth.value("token_env");
        auth.finish();
        if (token.isEmpty()) {
            String variable = fromVariable
                    .filter(value -> !value.isTrue() && !value.isFalse())
                    .flatMap(Value::text)
                    .orElse("NPM_TOKEN");
            token = environment.variable(variable);
            if (token.isEmpty()) {
                written.get()
                        .wrong(
                                "no token: the variable "
                                        + (variable.length() > LONGEST_SHOWN ? "that token_env names" : variable)
                                        + " is not set",
                                "set it, or give token: or token_env:");
            }
        }
        token.filter(_ -> scheme.equals(Optional.of("Basic")))
                .filter(text -> !namesUserAndPassword(text))
                .ifPresent(_ -> written.get()
                        .warn(
                                "sent as a basic token, which is the base64 of \"user:password\", and this is none",
                                "a token of a registry, as npm_..., needs type: bearer"));
        return token.map(text -> new Secret(scheme.orElse("") + " " + text));
    }

    /// As Verdaccio, whatever the case; empty when it is none of them.
    private static Optional<String> scheme(Section auth) {
        return auth.value("type")
                .map(value -> value.text()
                        .map(text -> SCHEMES.get(text.toLowerCase(Locale.ROOT)))
                        .or(() -> value.oneOf(SCHEMES)))
                .orElse(Optional.of("Basic"));
    }

    private static boolean namesUserAndPassword(String token) {
        try {
            String decoded = new String(Base64.getDecoder().decode(token.strip()), StandardCharsets.ISO_8859_1);
            return decoded.indexOf(':') >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Secret> headers(Section server) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        server.value("headers")
                .ifPresent(value -> value.textMap().forEach((name, text) -> headers.put(name, new Secret(text))));
        return headers;
    }

    /// What a key says, if it is there: one with nothing behind it says "none", and nothing else counts then,
    /// as in Verdaccio (`_setupProxy` of its up-storage).
    private static Optional<URI> proxy(Section section, String key, Supplier<Optional<URI>> otherwise) {
        Optional<Value> written = section.written(key);
        if (written.isEmpty()) {
            return otherwise.get();
        }
        Value value = written.get();
        return value.isNull() || value.isFalse() ? Optional.empty() : value.url();
    }

    private Optional<URI> inheritedProxy(Section top, String key) {
        return inherited(key).filter(text -> !text.isBlank()).flatMap(text -> {
            Optional<URI> proxy = Value.tryUrl(text);
            if (proxy.isEmpty()) {
                top.problems()
                        .warning(
                                new Problems.Place(Environment.SOURCE, 0, key),
                                "not a url, no proxy is used",
                                "it starts with http:// or https://");
            }
            return proxy;
        });
    }

    private Optional<String> inherited(String key) {
        return environment.variable(key).or(() -> environment.variable(key.toUpperCase(Locale.ROOT)));
    }

    private static List<String> hosts(Value value) {
        return value.isNull() ? List.of() : words(value.members().stream().flatMap(member -> member.text().stream()));
    }

    private static List<String> words(Stream<String> texts) {
        return texts.flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
