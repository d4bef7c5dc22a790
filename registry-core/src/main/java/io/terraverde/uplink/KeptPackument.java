package io.terraverde.uplink;

import io.terraverde.uplink.UpstreamAnswer.Encoding;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is kept of an uplink's answer about a package, beside the packument itself: `state.json` in the cache,
/// for example
/// `{"asked":"2026-01-02T03:04:05Z","etag":"\"1-2\"","digest":"0a1b…","encoding":"GZIP","bytes":4711}`.
///
/// @param asked when the uplink said, last, that this is its packument
/// @param etag the entity tag as the uplink sent it
/// @param digest names the packument's bytes: 40 hexadecimal digits
/// @param encoding how they are compressed
/// @param sizeBytes how many they are when decompressed
record KeptPackument(Instant asked, Optional<String> etag, String digest, Encoding encoding, long sizeBytes) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40}");

    /// The same, confirmed later.
    KeptPackument asked(Instant when) {
        return new KeptPackument(when, etag, digest, encoding, sizeBytes);
    }

    /// Reads what {@link #write} made; empty when it is anything else.
    static Optional<KeptPackument> read(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            String digest = tree.path("digest").asString("");
            if (!DIGEST.matcher(digest).matches()) {
                return Optional.empty();
            }
            @Nullable String etag = tree.path("etag").stringValue(null);
            return Optional.of(new KeptPackument(
                    Instant.parse(tree.path("asked").asString("")),
                    Optional.ofNullable(etag),
                    digest,
                    Encoding.valueOf(tree.path("encoding").asString("")),
                    tree.path("bytes").asLong(0)));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] write() {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("asked", asked.toString());
        etag.ifPresent(tag -> tree.put("etag", tag));
        tree.put("digest", digest);
        tree.put("encoding", encoding.name());
        tree.put("bytes", sizeBytes);
        return MAPPER.writeValueAsBytes(tree);
    }
}
