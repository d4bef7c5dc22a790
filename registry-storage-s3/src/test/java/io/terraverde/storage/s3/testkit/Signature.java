package io.terraverde.storage.s3.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One signature of version 4, as the client claims it: what it covers, and the chain of signatures that
/// grows from it when the body comes in signed chunks. The scheme is that of the S3 API reference,
/// "Authenticating Requests (AWS Signature Version 4)".
///
/// @param scope `20130524/us-east-1/s3/aws4_request`
/// @param time `20130524T000000Z`
/// @param signedHeaders lower case, in the order of the request
/// @param claimed hexadecimal
record Signature(String access, String scope, String time, List<String> signedHeaders, String claimed) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String NOTHING = Digests.sha256(new byte[0]);

    Signature {
        signedHeaders = List.copyOf(signedHeaders);
        if (scope.split("/", -1).length != 4) {
            throw malformed("the credential's scope is not date/region/service/aws4_request");
        }
    }

    String region() {
        return scope.split("/", -1)[1];
    }

    /// What the signature of this request has to be.
    ///
    /// @param payload the hash of the body, or the word that stands for it
    String ofRequest(String secret, HttpRequest request, String payload) {
        StringBuilder headers = new StringBuilder();
        for (String name : signedHeaders) {
            String value = request.header(name).orElse("").replaceAll(" +", " ");
            headers.append(name).append(':').append(value).append('\n');
        }
        String canonical = String.join(
                "\n",
                request.method(),
                Percent.encodePath(Percent.decode(request.path())),
                canonicalQuery(request.query()),
                headers,
                String.join(";", signedHeaders),
                payload);
        return sign(secret, ALGORITHM, sha256(canonical));
    }

    /// What the signature of the next chunk has to be.
    String ofChunk(String secret, String previous, byte[] chunk) {
        return sign(secret, ALGORITHM + "-PAYLOAD", String.join("\n", previous, NOTHING, Digests.sha256(chunk)));
    }

    /// What the signature of the trailers has to be.
    String ofTrailers(String secret, String previous, String trailers) {
        return sign(secret, ALGORITHM + "-TRAILER", previous + "\n" + sha256(trailers));
    }

    private String sign(String secret, String algorithm, String rest) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = Digests.hmac(key, part.getBytes(StandardCharsets.UTF_8));
        }
        String text = String.join("\n", algorithm, time, scope, rest);
        return HexFormat.of().formatHex(Digests.hmac(key, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String canonicalQuery(String query) {
        Map<String, String> encoded = new TreeMap<>();
        Percent.parameters(query).forEach((name, value) -> encoded.put(Percent.encode(name), Percent.encode(value)));
        encoded.remove("X-Amz-Signature");
        return String.join(
                "&",
                encoded.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    private static String sha256(String text) {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes the claim from the `Authorization` header.
    static Signature ofHeader(String authorization, String time) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw malformed("only " + ALGORITHM + " is spoken here");
        }
        Map<String, String> parts = new TreeMap<>();
        for (String part : authorization.substring(ALGORITHM.length() + 1).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            parts.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return of(parts, "", time);
    }

    /// Takes the claim from the query of a presigned URL.
    static Signature ofQuery(Map<String, String> parameters) {
        return of(parameters, "X-Amz-", parameters.getOrDefault("X-Amz-Date", ""));
    }

    private static Signature of(Map<String, String> parts, String prefix, String time) {
        String credential = parts.getOrDefault(prefix + "Credential", "");
        int slash = credential.indexOf('/');
        if (slash < 0) {
            throw malformed("a credential is missing");
        }
        return new Signature(
                credential.substring(0, slash),
                credential.substring(slash + 1),
                time,
                List.of(parts.getOrDefault(prefix + "SignedHeaders", "").split(";", -1)),
                parts.getOrDefault(prefix + "Signature", ""));
    }

    private static S3Refusal malformed(String message) {
        return new S3Refusal(400, "AuthorizationHeaderMalformed", message);
    }
}
