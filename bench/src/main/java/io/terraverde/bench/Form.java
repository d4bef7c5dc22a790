package io.terraverde.bench;

import java.util.Locale;
import java.util.Map;

/// The two forms of a packument, and the `Accept` header of npm 11 (full) and pnpm (abbreviated).
enum Form {
    FULL("application/json"),
    ABBREVIATED("application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*");

    private final String accept;

    Form(String accept) {
        this.accept = accept;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> headers(Encoding encoding) {
        return Map.of("accept", accept, "accept-encoding", encoding.label());
    }
}
