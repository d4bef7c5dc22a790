package io.terraverde.web.npm;

import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException;
import io.terraverde.uplink.Mirror;
import io.terraverde.uplink.MirrorFile;
import io.terraverde.uplink.MirrorFiles;
import io.terraverde.uplink.MirrorPath;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.Exchange;
import io.terraverde.web.http.StreamAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `GET /-/mirror/{name}/{path...}`: a file of a mirror, or the listing of a folder when the path ends in a slash.
///
/// What comes from there is foreign content on the registry's own origin, so browsers are told to run nothing of it.
public final class MirrorEndpoint implements Endpoint {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\x20-\\x7e]+/[\\x20-\\x7e]+");

    private final Map<String, Mirror> mirrors;
    private final MirrorFiles files;

    /// For some mirrors, each with a name of its own.
    public MirrorEndpoint(List<Mirror> mirrors, MirrorFiles files) {
        this.mirrors = mirrors.stream().collect(Collectors.toUnmodifiableMap(Mirror::name, Function.identity()));
        this.files = files;
    }

    @Override
    public Answer answer(Exchange exchange) {
        @Nullable Mirror mirror = mirrors.get(exchange.segment("name"));
        if (mirror == null) {
            throw new RegistryException.NotFound("no such mirror");
        }
        mirror.require(exchange.caller());
        if (exchange.hasQuery()) {
            throw RegistryException.Invalid.malformed("files of a mirror are asked for without a query");
        }
        exchange.addToAnswer("X-Content-Type-Options", "nosniff");
        exchange.addToAnswer("Content-Security-Policy", "default-src 'none'; sandbox");
        Optional<String> below = below(exchange.rawPath());
        if (below.isEmpty()) {
            return Answers.redirect(mirror.name() + "/");
        }
        MirrorPath path = MirrorPath.parse(below.get());
        MirrorFile file = files.find(mirror, path)
                .orElseThrow(() ->
                        new RegistryException.NotFound("mirror \"" + mirror.name() + "\" has no \"" + path + "\""));
        file.head().lastModified().ifPresent(when -> exchange.addToAnswer("Last-Modified", httpDate(when)));
        return answerOf(file).withCacheControl(cacheControl(mirror, path)).closing(file::close);
    }

    /// What stands behind the name of the mirror and a slash; empty when there is no slash.
    private static Optional<String> below(String rawPath) {
        int slash = 0;
        for (int i = 0; i < 3 && slash >= 0; i++) {
            slash = rawPath.indexOf('/', slash + 1);
        }
        return slash < 0 ? Optional.empty() : Optional.of(rawPath.substring(slash + 1));
    }

    private static StreamAnswer answerOf(MirrorFile file) {
        OptionalLong size = file.head().sizeBytes();
        StreamAnswer answer = size.isPresent()
                ? StreamAnswer.of(
                        size.getAsLong(),
                        (first, length) ->
                                length == size.getAsLong() ? file.body() : file.range(first, first + length - 1))
                : StreamAnswer.ofUnknownLength((first, length) -> file.body());
        StreamAnswer typed = file.head()
                .contentType()
                .filter(type -> MEDIA_TYPE.matcher(type).matches())
                .map(answer::withContentType)
                .orElse(answer);
        return file.etag().map(typed::withEtag).orElse(typed);
    }

    private static String cacheControl(Mirror mirror, MirrorPath path) {
        if (!mirror.isImmutable(path)) {
            return "no-cache";
        }
        String who = mirror.allows(Caller.anonymous()) ? "public" : "private";
        return who + ", max-age=31536000, immutable";
    }

    private static String httpDate(Instant when) {
        return HTTP_DATE.format(when);
    }
}
