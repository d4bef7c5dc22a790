package io.terraverde.web.uplink;

import io.terraverde.uplink.UpstreamAnswer;
import io.terraverde.uplink.UpstreamAnswer.Encoding;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.uplink.UpstreamRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// Says what an answer means.
final class AnswerReader {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final String label;
    private final InstantSource clock;

    AnswerReader(String label, InstantSource clock) {
        this.label = label;
        this.clock = clock;
    }

    /// What the answer to a request means. Does not touch the body.
    ///
    /// @param sent the headers of the request
    /// @throws UpstreamException when it is none that can be used
    UpstreamAnswer read(UpstreamRequest request, Map<String, String> sent, Answer answer) {
        return switch (answer.status()) {
            case 200 -> found(0, length(answer), sent, answer);
            case 206 -> rest(request, sent, answer);
            case 304 -> {
                if (!sent.containsKey("If-None-Match")) {
                    throw wrong("answered 304, but was not asked whether something changed");
                }
                yield new UpstreamAnswer.NotChanged();
            }
            case 404, 410 -> new UpstreamAnswer.Absent();
            case 407 -> throw failure(Kind.UNREACHABLE, "the proxy wants other credentials (407)", null);
            case 416 -> throw wrong("has no bytes from offset " + request.offset() + " on (416)");
            case 429, 503 ->
                throw failure(
                        Kind.BUSY,
                        "answered " + answer.status(),
                        retryAfter(answer).orElse(null));
            case 508 -> throw wrong("asks this registry in turn (508)");
            default -> throw failure(Kind.REFUSED, "answered " + answer.status(), null);
        };
    }

    private UpstreamAnswer.Found rest(UpstreamRequest request, Map<String, String> sent, Answer answer) {
        if (!sent.containsKey("Range")) {
            throw wrong("answered with a part (206), but was not asked for one");
        }
        String range = answer.headers().get(HttpHeader.CONTENT_RANGE);
        Matcher parts = CONTENT_RANGE.matcher(range == null ? "" : range.strip());
        if (!parts.matches() || Long.parseLong(parts.group(1)) != request.offset()) {
            throw wrong("answered with another part than the one from offset " + request.offset() + " on");
        }
        String etag = answer.headers().get(HttpHeader.ETAG);
        if (etag != null
                && request.etag().filter(wanted -> !wanted.equals(etag)).isPresent()) {
            throw wrong("answered with a part of another file than the one begun with");
        }
        String whole = parts.group(3);
        OptionalLong size = whole.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(whole));
        return found(request.offset(), size, sent, answer);
    }

    private UpstreamAnswer.Found found(long offset, OptionalLong size, Map<String, String> sent, Answer answer) {
        return new UpstreamAnswer.Found(
                offset,
                size,
                Optional.ofNullable(answer.headers().get(HttpHeader.ETAG)),
                date(answer.headers().get(HttpHeader.LAST_MODIFIED)),
                Optional.ofNullable(answer.headers().get(HttpHeader.CONTENT_TYPE)),
                encoding(sent, answer),
                answer.body());
    }

    private Encoding encoding(Map<String, String> sent, Answer answer) {
        String encoding = answer.headers().get(HttpHeader.CONTENT_ENCODING);
        if (encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity")) {
            return Encoding.IDENTITY;
        }
        String name = encoding.strip();
        boolean gzip = name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip");
        if (gzip && String.valueOf(sent.get("Accept-Encoding")).contains("gzip")) {
            return Encoding.GZIP;
        }
        throw wrong("answered in an encoding that was not asked for");
    }

    private static OptionalLong length(Answer answer) {
        long length = answer.headers().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    private Optional<Duration> retryAfter(Answer answer) {
        String text = answer.headers().get(HttpHeader.RETRY_AFTER);
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> wait = SECONDS.matcher(text.strip()).matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())))
                : date(text).map(until -> Duration.between(clock.instant(), until));
        return wait.map(AnswerReader::clamped);
    }

    private static Duration clamped(Duration wait) {
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static Optional<Instant> date(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        long millis = HttpDateTime.parseToEpoch(text);
        return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private UpstreamException wrong(String what) {
        return failure(Kind.WRONG, what, null);
    }

    private UpstreamException failure(Kind kind, String what, @Nullable Duration retryAfter) {
        return new UpstreamException(kind, label + ": " + what, retryAfter, null);
    }
}
