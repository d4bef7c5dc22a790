package io.terraverde.storage.s3.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/// Requests that name one object, or list those to delete.
final class ObjectOperations {
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MAX_KEY_BYTES = 1024;

    private final Set<S3Quirk> quirks;

    ObjectOperations(Set<S3Quirk> quirks) {
        this.quirks = quirks;
    }

    HttpAnswer put(S3Bucket bucket, S3Call call, HttpRequest request, Payload payload) {
        if (call.key().getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new S3Refusal(400, "KeyTooLongError", "The key is longer than " + MAX_KEY_BYTES + " bytes.");
        }
        WriteConditions conditions = WriteConditions.of(request, quirks, S3Quirk.IGNORES_CONDITIONS);
        S3Object made = bucket.made(payload.content(), kept(request), payload.checksums());
        S3Object object = bucket.put(call.key(), made, conditions);
        return described(HttpAnswer.empty(200).with("ETag", object.etag()), object, Set.of("x-amz-server-side"), true);
    }

    /// The headers that belong to the object rather than to its transfer.
    static Map<String, String> kept(HttpRequest request) {
        Map<String, String> kept = new TreeMap<>(request.headers());
        kept.keySet()
                .removeIf(name -> !name.startsWith("x-amz-")
                        && !Set.of("content-type", "content-disposition", "content-encoding", "content-language")
                                .contains(name)
                        && !Set.of("cache-control", "expires").contains(name));
        String encoding = Stream.of(kept.getOrDefault("content-encoding", "").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !each.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        kept.remove("content-encoding");
        if (!encoding.isEmpty()) {
            kept.put("content-encoding", encoding);
        }
        return kept;
    }

    /// Answers HEAD too: the body is left out when it is sent.
    HttpAnswer get(S3Bucket bucket, S3Call call, HttpRequest request) {
        S3Object object = bucket.object(call.key()).orElseThrow(() -> S3Refusal.noSuchKey(call.key()));
        String modified = HTTP_TIME.format(object.lastModified());
        if (request.header("if-match").isPresent()
                && !WriteConditions.names(request.header("if-match").get(), object)) {
            throw S3Refusal.preconditionFailed("If-Match");
        }
        if (unchanged(request, object)) {
            HttpAnswer answer = HttpAnswer.empty(304).with("Last-Modified", modified);
            return quirks.contains(S3Quirk.NO_ETAG_IN_304) ? answer : answer.with("ETag", object.etag());
        }
        Optional<String> range = quirks.contains(S3Quirk.IGNORES_RANGES) ? Optional.empty() : request.header("range");
        HttpAnswer answer = ranged(range, object)
                .with("ETag", object.etag())
                .with("Last-Modified", modified)
                .with("Accept-Ranges", "bytes")
                .with("Content-Type", object.sent("content-type").orElse("binary/octet-stream"));
        answer = described(
                answer,
                object,
                Set.of("content-", "cache-control", "expires", "x-amz-meta-", "x-amz-server-side"),
                request.header("x-amz-checksum-mode").isPresent() && answer.status() == 200);
        for (Map.Entry<String, String> each : call.parameters().entrySet()) {
            if (each.getKey().startsWith("response-")) {
                answer = answer.without(each.getKey().substring("response-".length()))
                        .with(each.getKey().substring("response-".length()), each.getValue());
            }
        }
        return answer;
    }

    private static boolean unchanged(HttpRequest request, S3Object object) {
        Optional<String> ifNoneMatch = request.header("if-none-match");
        if (ifNoneMatch.isPresent()) {
            return WriteConditions.names(ifNoneMatch.get(), object);
        }
        Optional<String> since = request.header("if-modified-since");
        try {
            return since.isPresent()
                    && !object.lastModified()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .isAfter(HTTP_TIME.parse(since.get(), Instant::from));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static HttpAnswer ranged(Optional<String> range, S3Object object) {
        int size = object.content().length();
        if (range.isEmpty()) {
            return new HttpAnswer(200, Map.of(), object.content());
        }
        ByteRange wanted = ByteRange.of(range.get(), size);
        return new HttpAnswer(
                        206,
                        Map.of(),
                        S3Content.of(Arrays.copyOfRange(object.content().shared(), wanted.from(), wanted.to() + 1)))
                .with("Content-Range", "bytes " + wanted.from() + "-" + wanted.to() + "/" + size);
    }

    private static HttpAnswer described(
            HttpAnswer answer, S3Object object, Set<String> prefixes, boolean withChecksums) {
        Map<String, String> more = new LinkedHashMap<>();
        object.sent().forEach((name, value) -> {
            if (!name.equals("content-type") && prefixes.stream().anyMatch(name::startsWith)) {
                more.put(name, value);
            }
        });
        if (withChecksums) {
            more.putAll(object.checksums());
        }
        HttpAnswer described = answer;
        for (Map.Entry<String, String> each : more.entrySet()) {
            described = described.with(each.getKey(), each.getValue());
        }
        return described;
    }

    HttpAnswer delete(S3Bucket bucket, S3Call call, HttpRequest request) {
        bucket.delete(
                call.key(),
                WriteConditions.of(request, quirks, S3Quirk.IGNORES_CONDITIONS_ON_DELETE),
                quirks.contains(S3Quirk.ANSWERS_404_FOR_DELETE_OF_MISSING_KEY));
        return HttpAnswer.empty(204);
    }

    HttpAnswer deleteSeveral(S3Bucket bucket, Payload payload) {
        Element wanted = Xml.read(payload.content().shared());
        boolean quiet = Xml.child(wanted, "Quiet").map(Boolean::parseBoolean).orElse(false);
        List<Element> objects = Xml.children(wanted, "Object");
        if (objects.isEmpty() || objects.size() > 1000) {
            throw new S3Refusal(400, "MalformedXML", "1 to 1000 keys can be deleted at once.");
        }
        return HttpAnswer.xml(
                200, Xml.result("DeleteResult", xml -> objects.forEach(each -> deleteOne(bucket, each, quiet, xml))));
    }

    private void deleteOne(S3Bucket bucket, Element object, boolean quiet, Xml xml) {
        String key = Xml.child(object, "Key").orElseThrow(() -> S3Refusal.invalidArgument("a key is missing"));
        boolean ignored =
                quirks.contains(S3Quirk.IGNORES_CONDITIONS) || quirks.contains(S3Quirk.IGNORES_CONDITIONS_ON_DELETE);
        Optional<String> etag = ignored ? Optional.empty() : Xml.child(object, "ETag");
        try {
            bucket.delete(key, new WriteConditions(etag, Optional.empty(), quirks), false);
            if (!quiet) {
                xml.nest("Deleted", deleted -> deleted.add("Key", key));
            }
        } catch (S3Refusal e) {
            xml.nest(
                    "Error",
                    error -> error.add("Key", key)
                            .add("VersionId", "")
                            .add("Code", e.code())
                            .add("Message", e.code()));
        }
    }

    HttpAnswer copy(S3Bucket from, S3Bucket to, String fromKey, S3Call call, HttpRequest request) {
        S3Object source = from.object(fromKey).orElseThrow(() -> S3Refusal.noSuchKey(fromKey));
        if (request.header("x-amz-copy-source-if-match")
                .filter(condition -> !WriteConditions.names(condition, source))
                .isPresent()) {
            throw S3Refusal.preconditionFailed("x-amz-copy-source-if-match");
        }
        boolean replaced = "REPLACE".equals(request.headers().get("x-amz-metadata-directive"));
        S3Object copy = to.put(
                call.key(),
                to.made(source.content(), replaced ? kept(request) : source.sent(), source.checksums()),
                quirks.contains(S3Quirk.HEEDS_CONDITIONS_ON_COPY)
                        ? WriteConditions.of(request, quirks, S3Quirk.IGNORES_CONDITIONS)
                        : WriteConditions.none());
        return HttpAnswer.xml(
                200,
                Xml.result(
                        "CopyObjectResult",
                        xml -> xml.add("LastModified", Listings.time(copy.lastModified()))
                                .add("ETag", copy.etag())));
    }
}
