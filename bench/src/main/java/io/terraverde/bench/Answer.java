package io.terraverde.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a server answered; the body as it travelled, so possibly compressed.
///
/// @param headers by lower-case name
record Answer(int status, Map<String, String> headers, byte[] body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    boolean isGzip() {
        return "gzip".equals(headers.get("content-encoding"));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
