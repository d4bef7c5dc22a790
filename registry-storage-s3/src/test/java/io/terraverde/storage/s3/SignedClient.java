package io.terraverde.storage.s3;

import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Requests to a stub, signed here, so that a test decides about every header. The stub's clock has to show
/// `TIME`.
final class SignedClient implements AutoCloseable {
    static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");
    private static final String STAMP = "20260101T120000Z";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final S3Stub stub;
    private final String region;

    SignedClient(S3Stub stub) {
        this(stub, stub.region());
    }

    SignedClient(S3Stub stub, String region) {
        this.stub = stub;
        this.region = region;
    }

    /// Sends a request without headers or body of its own.
    HttpResponse<String> send(String method, String path, Map<String, String> query)
            throws IOException, InterruptedException {
        return send(method, path, query, Map.of(), "");
    }

    /// @param path decoded: `/bucket/key`
    /// @param headers in lower case; all are signed
    HttpResponse<String> send(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        Map<String, String> signed = new TreeMap<>(headers);
        signed.put("x-amz-date", STAMP);
        signed.putIfAbsent("x-amz-content-sha256", sha256(body));
        URI target = URI.create(stub.endpoint() + path(path) + (query.isEmpty() ? "" : "?" + query(query)));
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        signed.forEach(request::header);
        signed.put("host", target.getAuthority());
        String names = String.join(";", signed.keySet());
        String canonical = String.join(
                "\n",
                method,
                path(path),
                query(query),
                signed.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                        .collect(Collectors.joining()),
                names,
                signed.getOrDefault("x-amz-content-sha256", ""));
        String scope = STAMP.substring(0, 8) + "/" + region + "/s3/aws4_request";
        request.header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=" + stub.access() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + signature(scope, canonical));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String signature(String scope, String canonical) {
        byte[] key = ("AWS4" + stub.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        String text = String.join("\n", "AWS4-HMAC-SHA256", STAMP, scope, sha256(canonical));
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static String path(String path) {
        return encode(path).replace("%2F", "/");
    }

    private static String query(Map<String, String> query) {
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
