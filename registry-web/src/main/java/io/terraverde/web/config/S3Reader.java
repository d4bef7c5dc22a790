package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import io.terraverde.web.config.S3Settings.Checksums;
import io.terraverde.web.config.S3Settings.Connection;
import io.terraverde.web.config.S3Settings.Credentials;
import io.terraverde.web.config.S3Settings.Encryption;
import io.terraverde.web.config.S3Settings.TarballDelivery;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads `store.aws-s3-storage:` and `terraverde.s3:`.
///
/// As in Verdaccio's plugin (`setConfigValue` of verdaccio-aws-s3-storage 10.4.0), a text in the file is the name of a
/// variable when there is such a variable: `bucket: S3_BUCKET`. Texts of our own variables are taken as they are.
final class S3Reader {
    /// Keys have 1024 bytes, of which names of packages and files need most.
    static final int MAX_PREFIX_BYTES = 100;

    /// What AWS and Ceph have ever allowed in a name; the store knows better which of them exist.
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");

    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern NAME_OF_VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");

    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl, those for objects.
    private static final Map<String, String> CANNED_ACLS = Stream.of(
                    "private",
                    "public-read",
                    "public-read-write",
                    "authenticated-read",
                    "aws-exec-read",
                    "bucket-owner-read",
                    "bucket-owner-full-control")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    private final Section plugin;
    private final Section own;
    private final Environment environment;
    private final Path base;

    /// @param plugin `store.aws-s3-storage:`
    /// @param own `terraverde.s3:`
    /// @param base what relative paths are relative to
    S3Reader(Section plugin, Section own, Environment environment, Path base) {
        this.plugin = plugin;
        this.own = own;
        this.environment = environment;
        this.base = base;
    }

    /// @param place where to say that the bucket is missing
    S3Settings read(Place place) {
        S3Settings settings = new S3Settings(
                bucket(place),
                keyPrefix(),
                connection(),
                plugin.oneOf("tarballACL", CANNED_ACLS, "private"),
                encryption(),
                own.bool("singleWriter", false),
                tarballs());
        plugin.finish();
        own.finish();
        return settings;
    }

    private String bucket(Place place) {
        Optional<String> name = text("bucket");
        if (plugin.value("bucket").filter(value -> !value.isBlank()).isEmpty()) {
            plugin.problems().error(place, "bucket is missing", "give the name of the bucket");
        }
        name.filter(text -> !BUCKET.matcher(text).matches())
                .ifPresent(text -> wrong(
                        "bucket",
                        "\"" + text + "\" cannot be the name of a bucket",
                        "3 to 255 letters, digits, dots, hyphens and underscores; a folder in it is keyPrefix:"));
        return name.orElse("");
    }

    private String keyPrefix() {
        if (plugin.value("keyPrefix").filter(Value::isBlank).isPresent()) {
            warn(
                    "keyPrefix",
                    "packages are at the top of the bucket, Verdaccio's are below \"/\"",
                    "leave keyPrefix away");
        }
        String text = text("keyPrefix").orElse("");
        String bare = text.replaceFirst("^/+", "");
        String prefix = bare.isEmpty() || bare.endsWith("/") ? bare : bare + "/";
        if (!isPrefix(prefix)) {
            wrong(
                    "keyPrefix",
                    "\"" + text + "\" cannot begin keys",
                    "for example npm or team/npm, without backslashes, empty parts, \".\" and \"..\"");
        } else if (bare.length() < text.length()) {
            warn(
                    "keyPrefix",
                    "packages are below \"" + prefix + "\", Verdaccio's are below \"/" + prefix + "\"",
                    "a prefix does not begin with a slash");
        }
        if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
            wrong("keyPrefix", "longer than " + MAX_PREFIX_BYTES + " bytes", "");
        }
        return prefix;
    }

    private static boolean isPrefix(String prefix) {
        return prefix.isEmpty()
                || Stream.of(prefix.substring(0, prefix.length() - 1).split("/", -1))
                        .noneMatch(part -> part.isEmpty()
                                || part.equals(".")
                                || part.equals("..")
                                || part.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c)));
    }

    private Connection connection() {
        boolean pathStyle = plugin.bool("s3ForcePathStyle", false);
        Optional<URI> endpoint = endpoint();
        endpoint.filter(url -> url.getHost().matches("[^.:]+"))
                .filter(_ -> plugin.value("s3ForcePathStyle").isEmpty())
                .flatMap(url -> text("bucket").map(bucket -> bucket + "." + url.getHost()))
                .ifPresent(host -> warn(
                        "endpoint",
                        "the bucket is asked for at the host \"" + host + "\"",
                        "most stores of one's own need s3ForcePathStyle: true"));
        return new Connection(
                region(),
                endpoint,
                pathStyle,
                credentials(),
                proxy(),
                ca(),
                own.interval("timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(10)),
                own.number("connections", 128, 8, 4096),
                own.oneOf(
                        "checksums",
                        Map.of("when-supported", Checksums.WHEN_SUPPORTED, "when-required", Checksums.WHEN_REQUIRED),
                        Checksums.WHEN_SUPPORTED));
    }

    private Optional<String> region() {
        Optional<String> region = text("region");
        region.filter(name -> !REGION.matcher(name).matches())
                .ifPresent(name -> wrong("region", "\"" + name + "\" cannot be a region", "for example eu-central-1"));
        return region;
    }

    /// The plugin's SDK takes an address without a scheme for a https one.
    private Optional<URI> endpoint() {
        return text("endpoint").flatMap(text -> {
            String address = (text.contains("://") ? text : "https://" + text).replaceFirst("/+$", "");
            Optional<URI> url = Value.tryUrl(address)
                    .filter(valid -> valid.getRawQuery() == null && valid.getRawFragment() == null);
            if (url.isEmpty()) {
                wrong("endpoint", "invalid url", "for example https://s3.example or http://localhost:9000");
            }
            return url;
        });
    }

    /// A proxy is a host with a port; what else stands in its address would be lost.
    private Optional<URI> proxy() {
        return text("proxy").flatMap(text -> {
            Optional<URI> url = Value.tryUrl(text.replaceFirst("/+$", ""))
                    .filter(valid -> valid.getRawPath().isEmpty()
                            && valid.getRawQuery() == null
                            && valid.getRawFragment() == null);
            if (url.isEmpty()) {
                wrong("proxy", "invalid url", "for example http://proxy.example:3128, with nothing behind the port");
            }
            return url;
        });
    }

    private Optional<Credentials> credentials() {
        Optional<Secret> id = text("accessKeyId").map(Secret::new);
        Optional<Secret> secret = text("secretAccessKey").map(Secret::new);
        Optional<Secret> token = text("sessionToken").map(Secret::new);
        String hint = "give both, or neither: then AWS's usual variables, profiles and roles are used";
        if (id.isPresent() && secret.isEmpty()) {
            wrong("accessKeyId", "secretAccessKey is missing", hint);
        } else if (secret.isPresent() && id.isEmpty()) {
            wrong("secretAccessKey", "accessKeyId is missing", hint);
        } else if (token.isPresent() && id.isEmpty()) {
            wrong("sessionToken", "accessKeyId and secretAccessKey are missing", "a token belongs to both");
        }
        return id.flatMap(who -> secret.map(key -> new Credentials(who, key, token)));
    }

    private Optional<Path> ca() {
        return own.value("ca").flatMap(value -> PemText.file(value, base));
    }

    private Encryption encryption() {
        Encryption none = new Encryption.None();
        Optional<Encryption> encryption = understood(
                "encryption",
                Map.of(
                        "none", none,
                        "AES256", new Encryption.Aes256(),
                        "aws:kms", new Encryption.Kms(own.text("kmsKey"))),
                none);
        if (encryption.filter(known -> !(known instanceof Encryption.Kms)).isPresent()) {
            own.value("kmsKey")
                    .ifPresent(value -> value.wrong("needs encryption: aws:kms", "add it, or remove this line"));
        }
        return encryption.orElse(none);
    }

    private TarballDelivery tarballs() {
        TarballDelivery stream = new TarballDelivery.Stream();
        Optional<TarballDelivery> tarballs = understood(
                "tarballs",
                Map.of(
                        "stream",
                        stream,
                        "redirect",
                        new TarballDelivery.Redirect(
                                own.interval(
                                        "redirectLifetime",
                                        Duration.ofMinutes(5),
                                        Duration.ofSeconds(10),
                                        Duration.ofDays(7)),
                                own.url("redirectEndpoint"))),
                stream);
        if (tarballs.equals(Optional.of(stream))) {
            Stream.of("redirectLifetime", "redirectEndpoint")
                    .flatMap(key -> own.value(key).stream())
                    .forEach(value -> value.warn("no effect: tarballs are streamed", "add tarballs: redirect"));
        }
        return tarballs.orElse(stream);
    }

    /// One of some words, or the fallback where nothing is written; empty when it is none of them. What depends on an
    /// unknown word is not worth another complaint.
    private <T> Optional<T> understood(String key, Map<String, T> words, T fallback) {
        return own.value(key).map(value -> value.oneOf(words)).orElse(Optional.of(fallback));
    }

    /// A text of Verdaccio's section, or the content of the variable it names; an empty one is none.
    private Optional<String> text(String key) {
        return plugin.value(key)
                .flatMap(value -> value.asWritten().map(text -> value.isFromFile() ? resolved(text, value) : text))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private String resolved(String text, Value value) {
        Optional<String> content = environment.variable(text);
        if (content.isEmpty() && NAME_OF_VARIABLE.matcher(text).matches()) {
            value.warn("looks like a variable, which is not set: the text itself is used", "set it");
        }
        return content.orElse(text);
    }

    private void warn(String key, String message, String hint) {
        plugin.value(key).ifPresent(value -> value.warn(message, hint));
    }

    private void wrong(String key, String message, String hint) {
        plugin.value(key).ifPresent(value -> value.wrong(message, hint));
    }
}
