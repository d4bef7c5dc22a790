package io.terraverde.web.config;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PathPattern;
import io.terraverde.uplink.Mirror;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `terraverde.mirrors:`.
final class MirrorReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

    private MirrorReader() {}

    /// The mirrors in the order of the file.
    static List<MirrorSettings> read(Section mirrors, ConnectionReader connections) {
        List<MirrorSettings> read = new ArrayList<>();
        mirrors.all().forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                value.wrong(
                        "a mirror cannot be called \"" + name + "\"", "letters, digits, \"-\", \"_\" and \".\" within");
            }
            Section mirror = mirrors.chosen(name, value);
            Optional<URI> url = mirror.url("url");
            if (mirror.value("url").isEmpty()) {
                value.wrong("url is missing", "add the address of the top of the tree");
            }
            MirrorSettings settings = new MirrorSettings(
                    name,
                    ConnectionReader.withoutLastSlash(url.orElse(URI.create("http://invalid"))),
                    immutable(mirror),
                    mirror.interval("maxage", Duration.ofMinutes(5)),
                    mirror.value("access").flatMap(Value::names).orElse(List.of("$all")),
                    connections.read(mirror));
            mirror.finish();
            url.ifPresent(valid -> read.add(settings));
        });
        return read;
    }

    private static List<PathPattern> immutable(Section mirror) {
        return mirror.value("immutable")
                .map(value -> value.members().stream()
                        .flatMap(member -> member.text().flatMap(text -> pattern(text, member)).stream())
                        .toList())
                .orElse(Mirror.USUALLY_IMMUTABLE);
    }

    private static Optional<PathPattern> pattern(String text, Value value) {
        try {
            return Optional.of(PathPattern.parse(text));
        } catch (RegistryException.Invalid e) {
            return value.wrong("" + e.getMessage(), "for example \"v*/**\"");
        }
    }
}
