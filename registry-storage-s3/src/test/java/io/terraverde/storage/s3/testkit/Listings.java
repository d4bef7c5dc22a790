package io.terraverde.storage.s3.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// ListObjectsV2: one page of what a bucket holds.
///
/// @param maxPage the most entries of a page, whatever the request asks for
record Listings(int maxPage) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// A key with its object, or a common prefix of keys.
    private record Entry(String name, @Nullable S3Object object) {}

    /// Where a page ended, opaque to the client: a key, or a common prefix, all of whose keys were told.
    private record Token(String name, boolean prefix) {
        String encoded() {
            byte[] bytes = ((prefix ? "p" : "k") + name).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        static Token decode(String encoded) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
                return new Token(text.substring(1), text.startsWith("p"));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw S3Refusal.invalidArgument("The continuation token is not one of this server.");
            }
        }
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    HttpAnswer list(S3Bucket bucket, S3Call call) {
        String prefix = call.parameter("prefix").orElse("");
        Optional<String> delimiter = call.parameter("delimiter").filter(text -> !text.isEmpty());
        Optional<String> given = call.parameter("continuation-token");
        Token after = given.map(Token::decode)
                .orElseGet(() -> new Token(call.parameter("start-after").orElse(""), false));
        int asked = limit(call.parameter("max-keys"));
        int limit = Math.min(asked, maxPage);
        List<Entry> entries = new ArrayList<>();
        boolean more = false;
        for (Map.Entry<String, S3Object> each : bucket.objects(prefix, after.name())) {
            if (after.prefix() && each.getKey().startsWith(after.name())) {
                continue;
            }
            Entry entry = entry(each, prefix, delimiter);
            if (!entries.isEmpty() && entries.getLast().name().equals(entry.name())) {
                continue;
            }
            if (entries.size() == limit) {
                more = limit > 0;
                break;
            }
            entries.add(entry);
        }
        Optional<Token> next = more
                ? Optional.of(
                        new Token(entries.getLast().name(), entries.getLast().object() == null))
                : Optional.empty();
        return HttpAnswer.xml(200, document(bucket, call, asked, entries, next));
    }

    private static Entry entry(Map.Entry<String, S3Object> each, String prefix, Optional<String> delimiter) {
        int end = delimiter
                .map(text -> each.getKey().indexOf(text, prefix.length()))
                .orElse(-1);
        return end < 0
                ? new Entry(each.getKey(), each.getValue())
                : new Entry(
                        each.getKey().substring(0, end + delimiter.orElse("").length()), null);
    }

    private static String document(S3Bucket bucket, S3Call call, int asked, List<Entry> entries, Optional<Token> next) {
        Optional<String> encoding = call.parameter("encoding-type");
        UnaryOperator<String> shown = encoding.isPresent() ? Percent::encode : UnaryOperator.identity();
        return Xml.result("ListBucketResult", xml -> {
            encoding.ifPresent(type -> xml.add("EncodingType", type));
            xml.add("Name", bucket.name());
            xml.add("Prefix", shown.apply(call.parameter("prefix").orElse("")));
            call.parameter("continuation-token").ifPresent(token -> xml.add("ContinuationToken", token));
            call.parameter("start-after").ifPresent(key -> xml.add("StartAfter", shown.apply(key)));
            xml.add("MaxKeys", asked);
            call.parameter("delimiter").ifPresent(text -> xml.add("Delimiter", shown.apply(text)));
            xml.add("IsTruncated", next.isPresent());
            for (Entry entry : entries) {
                S3Object object = entry.object();
                if (object == null) {
                    xml.nest("CommonPrefixes", inner -> inner.add("Prefix", shown.apply(entry.name())));
                } else {
                    xml.nest(
                            "Contents",
                            inner -> inner.add("Key", shown.apply(entry.name()))
                                    .add("LastModified", time(object.lastModified()))
                                    .add("ETag", object.etag())
                                    .add("Size", object.content().length())
                                    .add("StorageClass", "STANDARD"));
                }
            }
            next.ifPresent(token -> xml.add("NextContinuationToken", token.encoded()));
            xml.add("KeyCount", entries.size());
        });
    }

    /// A limit that a request asks for: 1,000 when it does not, and never more.
    static int limit(Optional<String> asked) {
        try {
            int limit = asked.map(Integer::parseInt).orElse(1000);
            if (limit >= 0) {
                return Math.min(limit, 1000);
            }
        } catch (NumberFormatException e) {
            // Refused below, as a negative one is.
        }
        throw S3Refusal.invalidArgument("The limit of the listing is no number.");
    }
}
