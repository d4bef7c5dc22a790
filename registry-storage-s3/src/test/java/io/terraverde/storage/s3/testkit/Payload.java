package io.terraverde.storage.s3.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The bytes a request brings, once the transfer coding of S3 is taken off and every digest it brings is
/// checked.
///
/// ```
/// aws-chunked:  400;chunk-signature=...\r\n  {400 hex bytes} \r\n     signatures only in signed forms
///               0;chunk-signature=...\r\n
///               x-amz-checksum-crc32:jNwWgw==\r\n                      trailers only in trailer forms
///               x-amz-trailer-signature:...\r\n
///               \r\n
/// ```
///
/// @param checksums that were verified, by header: `x-amz-checksum-crc32` to its value
record Payload(S3Content content, Map<String, String> checksums) {
    private static final String CHECKSUM = "x-amz-checksum-";

    /// @param everyChecksum also those that no `x-amz-sdk-checksum-algorithm` announces; Ceph 20 passes over
    ///     them
    /// @throws S3Refusal 400 when a digest is wrong, 403 when a chunk's signature is
    static Payload of(HttpRequest request, Signature signature, String secret, boolean everyChecksum) {
        String kind = request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        Map<String, String> digests = new TreeMap<>();
        byte[] bytes = request.body().shared();
        if (kind.startsWith("STREAMING-")) {
            Chunks chunks = new Chunks(bytes, kind.contains("HMAC") ? Optional.of(signature) : Optional.empty());
            bytes = chunks.decode(secret, kind.endsWith("-TRAILER"));
            checkStreamed(request, bytes, chunks.trailers);
            digests.putAll(chunks.trailers);
        } else if (!kind.equals("UNSIGNED-PAYLOAD") && !kind.equals(Digests.sha256(bytes))) {
            throw new S3Refusal(400, "XAmzContentSHA256Mismatch", "The body is not what was signed.");
        }
        if (everyChecksum || request.header("x-amz-sdk-checksum-algorithm").isPresent()) {
            request.headers().forEach(digests::putIfAbsent);
        }
        checkMd5(request, bytes);
        return new Payload(S3Content.of(bytes), verified(digests, bytes));
    }

    private static void checkStreamed(HttpRequest request, byte[] bytes, Map<String, String> trailers) {
        String length = request.header("x-amz-decoded-content-length")
                .orElseThrow(() -> new S3Refusal(411, "MissingContentLength", "the decoded length is missing"));
        if (!length.equals(String.valueOf(bytes.length))) {
            throw new S3Refusal(400, "IncompleteBody", "The body is not as long as announced.");
        }
        boolean complete = request.header("x-amz-trailer")
                .map(announced -> trailers.containsKey(announced.toLowerCase(Locale.ROOT)))
                .orElse(true);
        if (!complete) {
            throw new S3Refusal(400, "MalformedTrailerError", "A trailer that was announced is missing.");
        }
    }

    private static void checkMd5(HttpRequest request, byte[] bytes) {
        Optional<String> claimed = request.header("content-md5");
        if (claimed.isEmpty()) {
            return;
        }
        if (!claimed.get().matches("[A-Za-z0-9+/]{22}==")) {
            throw new S3Refusal(400, "InvalidDigest", "Content-MD5 is no MD5.");
        }
        if (!Arrays.equals(Base64.getDecoder().decode(claimed.get()), Digests.of("MD5", bytes))) {
            throw new S3Refusal(400, "BadDigest", "Content-MD5 is not that of the body.");
        }
    }

    private static Map<String, String> verified(Map<String, String> digests, byte[] bytes) {
        Map<String, String> verified = new TreeMap<>();
        digests.forEach((name, claimed) -> {
            if (name.startsWith(CHECKSUM)) {
                Digests.checksum(name.substring(CHECKSUM.length()), bytes).ifPresent(actual -> {
                    if (!actual.equals(claimed)) {
                        throw new S3Refusal(400, "BadDigest", "The " + name + " is not that of the body.");
                    }
                    verified.put(name, actual);
                });
            }
        });
        return verified;
    }

    /// Reads a body in chunks, once.
    private static final class Chunks {
        private final byte[] encoded;
        private final Optional<Signature> signature;
        private final Map<String, String> trailers = new TreeMap<>();
        private int position;

        Chunks(byte[] encoded, Optional<Signature> signature) {
            this.encoded = encoded;
            this.signature = signature;
        }

        byte[] decode(String secret, boolean withTrailers) {
            ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            String previous = signature.map(Signature::claimed).orElse("");
            int length;
            do {
                String head = line();
                length = length(head);
                byte[] chunk = take(length);
                if (signature.isPresent()) {
                    int equals = head.indexOf(";chunk-signature=");
                    String claimed = equals < 0 ? "" : head.substring(head.indexOf('=') + 1);
                    check(claimed, signature.get().ofChunk(secret, previous, chunk));
                    previous = claimed;
                }
                decoded.writeBytes(chunk);
                if (length > 0 && !line().isEmpty()) {
                    throw incomplete();
                }
            } while (length > 0);
            if (withTrailers) {
                readTrailers(secret, previous);
            }
            return decoded.toByteArray();
        }

        private void readTrailers(String secret, String previous) {
            StringBuilder canonical = new StringBuilder();
            String claimed = "";
            while (position < encoded.length) {
                String line = line();
                int colon = line.indexOf(':');
                if (colon < 0) {
                    continue;
                }
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                if (name.equals("x-amz-trailer-signature")) {
                    claimed = value;
                } else {
                    trailers.put(name, value);
                    canonical.append(name).append(':').append(value).append('\n');
                }
            }
            if (signature.isPresent()) {
                check(claimed, signature.get().ofTrailers(secret, previous, canonical.toString()));
            }
        }

        private static void check(String claimed, String expected) {
            if (!claimed.equals(expected)) {
                throw new S3Refusal(403, "SignatureDoesNotMatch", "A chunk's signature is wrong.");
            }
        }

        private static int length(String head) {
            int extension = head.indexOf(';');
            try {
                return Integer.parseInt(extension < 0 ? head : head.substring(0, extension), 16);
            } catch (NumberFormatException e) {
                throw incomplete();
            }
        }

        private byte[] take(int length) {
            if (length < 0 || length > encoded.length - position) {
                throw incomplete();
            }
            position += length;
            return Arrays.copyOfRange(encoded, position - length, position);
        }

        private String line() {
            int end = position;
            while (end + 1 < encoded.length && !(encoded[end] == '\r' && encoded[end + 1] == '\n')) {
                end++;
            }
            if (end + 1 >= encoded.length) {
                throw incomplete();
            }
            String line = new String(encoded, position, end - position, StandardCharsets.US_ASCII);
            position = end + 2;
            return line;
        }

        private static S3Refusal incomplete() {
            return new S3Refusal(400, "IncompleteBody", "The chunks of the body do not add up.");
        }
    }
}
