package io.terraverde.storage.s3.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One answer before it goes out. A changed answer is a new one.
///
/// @param headers without `Content-Length`, which is added when the answer is sent; they go out in this order, so
///     that an answer that is cut has lost the same ones in every run
record HttpAnswer(int status, Map<String, String> headers, S3Content body) {
    HttpAnswer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), S3Content.EMPTY);
    }

    static HttpAnswer xml(int status, String document) {
        return new HttpAnswer(
                status,
                Map.of("Content-Type", "application/xml"),
                S3Content.of(document.getBytes(StandardCharsets.UTF_8)));
    }

    HttpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, more, body);
    }

    /// @param name in any case
    HttpAnswer without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.keySet().removeIf(name::equalsIgnoreCase);
        return new HttpAnswer(status, fewer, body);
    }

    /// Status line and headers as they go out.
    byte[] head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (mayHaveBody()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What follows the head: nothing for a request by HEAD.
    byte[] bodyFor(String method) {
        return mayHaveBody() && !method.equals("HEAD") ? body.shared() : new byte[0];
    }

    private boolean mayHaveBody() {
        return status != 204 && status != 304;
    }

    private String reason() {
        return switch (status / 100) {
            case 2 -> "OK";
            case 3 -> "Elsewhere";
            case 4 -> "Refused";
            default -> "Failed";
        };
    }
}
