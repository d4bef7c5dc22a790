package io.terraverde.storage.s3.testkit;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The uploads in parts that are under way in one bucket. Not safe for concurrent use: its bucket's lock
/// guards it.
final class MultipartUploads {
    /// One upload.
    ///
    /// @param sent the headers of the request that began it
    /// @param parts by number
    record Upload(
            String key, String id, Instant initiated, Map<String, String> sent, NavigableMap<Integer, S3Object> parts) {
        Upload copy() {
            return new Upload(key, id, initiated, sent, new TreeMap<>(parts));
        }

        /// Puts the claimed parts together.
        ///
        /// @param minPartBytes of all parts but the last
        /// @throws S3Refusal when a part is missing, another, too small, or out of order
        Assembly assemble(List<Claim> claims, long minPartBytes) {
            if (claims.isEmpty()) {
                throw new S3Refusal(400, "MalformedXML", "An upload has at least one part.");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteArrayOutputStream digests = new ByteArrayOutputStream();
            int previous = 0;
            for (Claim claim : claims) {
                S3Object part = parts.get(claim.number());
                if (claim.number() <= previous) {
                    throw new S3Refusal(400, "InvalidPartOrder", "The parts are not in ascending order.");
                }
                if (part == null || !WriteConditions.names(claim.etag(), part)) {
                    throw new S3Refusal(400, "InvalidPart", "Part " + claim.number() + " is not there, or another.");
                }
                if (part.content().length() < minPartBytes
                        && claim.number() != claims.getLast().number()) {
                    throw new S3Refusal(400, "EntityTooSmall", "Part " + claim.number() + " is too small.");
                }
                bytes.writeBytes(part.content().shared());
                digests.writeBytes(Digests.of("MD5", part.content().shared()));
                previous = claim.number();
            }
            String etag = HexFormat.of().formatHex(Digests.of("MD5", digests.toByteArray())) + "-" + claims.size();
            return new Assembly(S3Content.of(bytes.toByteArray()), etag, sent);
        }
    }

    /// A part as the client names it at the end.
    record Claim(int number, String etag) {}

    /// What the parts come to.
    record Assembly(S3Content content, String etag, Map<String, String> sent) {}

    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private long begun;

    String begin(String key, Map<String, String> sent, Instant now) {
        begun++;
        String id = String.format(Locale.ROOT, "upload-%08d", begun);
        uploads.put(id, new Upload(key, id, now, Map.copyOf(sent), new TreeMap<>()));
        return id;
    }

    /// @throws S3Refusal 404 when there is no such upload for the key
    Upload find(String key, String id) {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw new S3Refusal(404, "NoSuchUpload", "The upload does not exist, or is completed or aborted.");
        }
        return upload;
    }

    void remove(String id) {
        uploads.remove(id);
    }

    /// All uploads, by key, then by age.
    List<Upload> all() {
        List<Upload> all = new ArrayList<>(uploads.values());
        all.sort(Comparator.comparing(Upload::key, S3Bucket.KEY_ORDER));
        return all.stream().map(Upload::copy).toList();
    }
}
