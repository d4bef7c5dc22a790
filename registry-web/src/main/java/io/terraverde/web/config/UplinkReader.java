package io.terraverde.web.config;

import io.terraverde.web.config.UplinkSettings.Connections;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads `uplinks:` and the proxies they use.
final class UplinkReader {
    private static final Set<String> REFUSED_NAMES = Set.of("all", "owner", "anonymous", "undefined", "none");
    private static final Duration SUSPICIOUS_TIMEOUT = Duration.ofSeconds(1_000);

    private final Environment environment;
    private final Optional<URI> httpProxy;
    private final Optional<URI> httpsProxy;
    private final List<String> noProxy;

    /// @param top the whole file, which may name proxies for all uplinks
    UplinkReader(Section top, Environment environment) {
        this.environment = environment;
        this.httpProxy = topProxy(top, "http_proxy");
        this.httpsProxy = topProxy(top, "https_proxy");
        this.noProxy = top.value("no_proxy")
                .map(UplinkReader::hosts)
                .or(() -> inherited("no_proxy").map(text -> words(Stream.of(text))))
                .orElse(List.of());
    }

    /// The uplinks in the order of the file.
    List<UplinkSettings> read(Section uplinks) {
        List<UplinkSettings> read = new ArrayList<>();
        uplinks.all().forEach((name, value) -> {
            if (REFUSED_NAMES.contains(name) || name.isBlank() || name.chars().anyMatch(Character::isWhitespace)) {
                value.wrong("an uplink cannot be called \"" + name + "\"", "choose another name");
            }
            Section uplink = uplinks.chosen(name, value);
            Optional<URI> url = uplink.url("url");
            if (uplink.value("url").isEmpty()) {
                value.wrong("url is missing", "add the address of the registry");
            }
            UplinkSettings settings = settings(name, url.orElse(URI.create("http://invalid")), uplink);
            url.ifPresent(valid -> read.add(settings));
        });
        return read;
    }

    /// An uplink of which only the address is known.
    UplinkSettings plain(String name, URI url) {
        return settings(name, url, new Section(null, name, Optional.empty(), new Problems("")));
    }

    private UplinkSettings settings(String name, URI url, Section uplink) {
        uplink.value("timeout")
                .filter(value -> value.isNumber()
                        && value.interval()
                                .filter(time -> time.compareTo(SUSPICIOUS_TIMEOUT) >= 0)
                                .isPresent())
                .ifPresent(value -> value.warn("a bare number is seconds", "write the unit, for example 30s"));
        Section agent = uplink.section("agent_options");
        UplinkSettings settings = new UplinkSettings(
                name,
                withoutLastSlash(url),
                uplink.interval("maxage", Duration.ofMinutes(2)),
                uplink.interval("timeout", Duration.ofSeconds(30)),
                uplink.number("max_fails", 2, 0, Integer.MAX_VALUE),
                uplink.interval("fail_timeout", Duration.ofMinutes(5)),
                uplink.bool("cache", true),
                uplink.bool("strict_ssl", true),
                uplink.text("ca"),
                authorization(uplink),
                headers(uplink),
                uplink.value("http_proxy").flatMap(UplinkReader::proxy).or(() -> httpProxy),
                uplink.value("https_proxy").flatMap(UplinkReader::proxy).or(() -> httpsProxy),
                uplink.value("no_proxy").map(UplinkReader::hosts).orElse(noProxy),
                new Connections(
                        agent.bool("keepAlive", true),
                        agent.number("maxSockets", 40, 1, 10_000),
                        agent.number("maxFreeSockets", 10, 0, 10_000)));
        agent.finish();
        uplink.finish();
        return settings;
    }

    private Optional<Secret> authorization(Section uplink) {
        Optional<Value> written = uplink.value("auth");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Section auth = uplink.section("auth");
        String scheme = auth.oneOf("type", Map.of("basic", "Basic", "bearer", "Bearer"), "Basic");
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
                                "no token: the variable " + variable + " is not set",
                                "set it, or give token: or token_env:");
            }
        }
        return token.map(text -> new Secret(scheme + " " + text));
    }

    private static Map<String, Secret> headers(Section uplink) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        uplink.value("headers")
                .ifPresent(value -> value.textMap().forEach((name, text) -> headers.put(name, new Secret(text))));
        return headers;
    }

    private Optional<URI> topProxy(Section top, String key) {
        Optional<Value> written = top.fromFile(key);
        if (written.isPresent()) {
            return top.value(key).flatMap(UplinkReader::proxy);
        }
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

    private static Optional<URI> proxy(Value value) {
        return value.isFalse() ? Optional.empty() : value.url();
    }

    private static List<String> hosts(Value value) {
        return words(value.members().stream().flatMap(member -> member.text().stream()));
    }

    private static List<String> words(Stream<String> texts) {
        return texts.flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static URI withoutLastSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }
}
