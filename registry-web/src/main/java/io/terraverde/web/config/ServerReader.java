package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import io.terraverde.web.config.ServerSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what is about addresses, links and limits of HTTP.
final class ServerReader {
    private static final RateLimit USER_RATE = new RateLimit(Duration.ofMinutes(15), 1_000);
    private static final String ADDRESS_HINT =
            "for example 4873, localhost:4873, [::1]:4873, https://0.0.0.0:443 or unix:/run/registry.sock";
    private static final String VERDACCIO_PUBLIC_URL = "VERDACCIO_PUBLIC_URL";
    private static final String VERDACCIO_FORWARDED_PROTO = "VERDACCIO_FORWARDED_PROTO";
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final Section top;
    private final Section own;
    private final Environment environment;
    private final Path base;

    /// @param base what relative paths are relative to
    ServerReader(Section top, Section own, Environment environment, Path base) {
        this.top = top;
        this.own = own;
        this.environment = environment;
        this.base = base;
    }

    /// @param listen an address from the command line
    ServerSettings read(Optional<String> listen) {
        Section server = top.section("server");
        ListenAddress address = listen.map(this::commandLineAddress).orElseGet(this::writtenAddress);
        ServerSettings settings = new ServerSettings(
                address,
                tls(address),
                keepAlive(server),
                server.value("trustProxy").map(TrustedProxiesReader::read).orElse(TrustedProxiesReader.NONE),
                poweredBy(),
                top.text("server_id"),
                publicUrl(),
                wrapped(top.text("url_prefix", "")),
                forwardedProtoHeader(),
                own.bool("trustForwardedHost", false),
                top.bytes("max_body_size", 10L << 20),
                rateLimit(top.section("userRateLimit"), USER_RATE));
        server.withoutEffect(NoEffect.UNREAD, "rateLimit", "passwordValidationRegex");
        server.withoutEffect(NoEffect.NO_PLUGINS, "pluginPrefix");
        server.withoutEffect("right credentials are always remembered for a short time", "legacyAuthCache");
        server.finish();
        return settings;
    }

    /// A limit of requests; the options of Verdaccio's limiter that only change its answer have no effect.
    static RateLimit rateLimit(Section section, RateLimit fallback) {
        RateLimit limit = new RateLimit(
                section.value("windowMs")
                        .flatMap(value -> value.number(1, Integer.MAX_VALUE))
                        .map(Duration::ofMillis)
                        .orElse(fallback.window()),
                section.number(
                        "max", section.number("limit", fallback.max(), 0, Integer.MAX_VALUE), 0, Integer.MAX_VALUE));
        section.withoutEffect(
                "only windowMs and max count",
                "message",
                "statusCode",
                "headers",
                "skip",
                "standardHeaders",
                "legacyHeaders",
                "skipFailedRequests",
                "skipSuccessfulRequests",
                "requestPropertyName",
                "keyGenerator",
                "handler",
                "store");
        section.finish();
        return limit;
    }

    private ListenAddress commandLineAddress(String text) {
        Optional<ListenAddress> address = ListenAddress.tryParse(text);
        if (address.isEmpty()) {
            top.problems()
                    .error(
                            new Place(ConfigLoader.COMMAND_LINE, 0, "--listen"),
                            "invalid address \"" + text + "\"",
                            ADDRESS_HINT);
        }
        return address.orElse(ListenAddress.DEFAULT);
    }

    /// The first valid address of `listen`, like Verdaccio. An invalid one in a list is passed over with a warning.
    private ListenAddress writtenAddress() {
        Optional<Value> listen = top.value("listen");
        if (listen.isEmpty()) {
            return ListenAddress.DEFAULT;
        }
        List<ListenAddress> valid = new ArrayList<>();
        for (Value member : listen.get().members()) {
            Optional<String> text = member.text();
            Optional<ListenAddress> address = text.map(String::strip).flatMap(ListenAddress::tryParse);
            address.ifPresent(valid::add);
            if (text.isPresent() && address.isEmpty()) {
                String message = "invalid address \"" + text.get() + "\"";
                if (listen.get().isList()) {
                    member.warn(message, ADDRESS_HINT);
                } else {
                    member.wrong(message, ADDRESS_HINT);
                }
            }
        }
        if (valid.isEmpty()) {
            if (listen.get().isList()) {
                listen.get().wrong("no valid address", ADDRESS_HINT);
            }
            return ListenAddress.DEFAULT;
        }
        if (valid.size() > 1) {
            listen.get()
                    .warn("only the first address is used: " + valid.getFirst().url(), "");
        }
        return valid.getFirst();
    }

    private Optional<Tls> tls(ListenAddress address) {
        Optional<Value> https = top.value("https");
        Section section = top.section("https");
        Optional<Path> key = section.path("key", base);
        Optional<Path> certificate = section.path("cert", base);
        Optional<Path> pfx = section.path("pfx", base);
        Optional<Path> ca = section.path("ca", base);
        Optional<Secret> passphrase = section.text("passphrase").map(Secret::new);
        section.finish();
        if (!address.tls()) {
            https.ifPresent(value -> value.warn("not used: listen does not say https", "listen: https://..."));
            return Optional.empty();
        }
        if (pfx.isPresent()) {
            return Optional.of(new Tls.Pkcs12(pfx.get(), passphrase));
        }
        if (key.isPresent() && certificate.isPresent()) {
            return Optional.of(new Tls.Pem(key.get(), certificate.get(), ca));
        }
        String message = address.url() + " needs a certificate";
        String hint = "https: with key: and cert:, or pfx:";
        https.ifPresentOrElse(
                value -> value.wrong(message, hint), () -> top.problems().error(0, "https", message, hint));
        return Optional.empty();
    }

    /// Verdaccio's own default is Node's 5 s; the file it comes with says 60 s.
    private static Duration keepAlive(Section server) {
        return server.value("keepAliveTimeout")
                .flatMap(value -> value.number(0, 86_400))
                .map(Duration::ofSeconds)
                .orElse(Duration.ofSeconds(60));
    }

    private Optional<String> poweredBy() {
        Optional<Value> value = top.value("user_agent");
        if (value.filter(Value::isTrue).isPresent()) {
            return Optional.of("verdaccio/6.10.4");
        }
        if (value.filter(Value::isFalse).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(value.flatMap(Value::text).orElse("hidden")).filter(text -> !text.isBlank());
    }

    private Optional<URI> publicUrl() {
        Optional<URI> ownUrl = own.url("publicUrl");
        if (ownUrl.isPresent()) {
            return ownUrl;
        }
        return environment.variable(VERDACCIO_PUBLIC_URL).flatMap(text -> {
            Optional<URI> url = Value.tryUrl(text);
            if (url.isEmpty()) {
                top.problems()
                        .warning(
                                new Place(Environment.SOURCE, 0, VERDACCIO_PUBLIC_URL),
                                "not a url, ignored",
                                "it starts with http:// or https://");
            }
            return url;
        });
    }

    private String forwardedProtoHeader() {
        String header = environment.variable(VERDACCIO_FORWARDED_PROTO).orElse("X-Forwarded-Proto");
        if (!HEADER_NAME.matcher(header).matches()) {
            top.problems()
                    .error(
                            new Place(Environment.SOURCE, 0, VERDACCIO_FORWARDED_PROTO),
                            "not the name of a header: \"" + header.toLowerCase(Locale.ROOT) + "\"",
                            "");
        }
        return header;
    }

    private static String wrapped(String prefix) {
        String bare = prefix.strip().replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? "" : "/" + bare + "/";
    }
}
