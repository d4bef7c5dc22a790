package io.terraverde.web.npm;

import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Answers;
import io.terraverde.web.http.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `npm audit`, for a registry that knows of no advisories: nothing is wrong with any package. An error instead would
/// break `npm audit` in builds, and make npm ask again in another form.
public final class Advisories {
    private static final long MAX_BODY_BYTES = 32 << 20;
    private static final List<String> SEVERITIES = List.of("info", "low", "moderate", "high", "critical");
    private static final List<String> COUNTS =
            List.of("dependencies", "devDependencies", "optionalDependencies", "totalDependencies");

    /// `POST /-/npm/v1/security/advisories/bulk`
    public Answer bulk(Exchange exchange) throws IOException {
        exchange.body().skip(MAX_BODY_BYTES);
        return Answers.compactJson(200, Map.of());
    }

    /// `POST /-/npm/v1/security/audits` and `…/audits/quick`
    public Answer report(Exchange exchange) throws IOException {
        exchange.body().skip(MAX_BODY_BYTES);
        Map<String, Object> vulnerabilities = new LinkedHashMap<>();
        SEVERITIES.forEach(severity -> vulnerabilities.put(severity, 0));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("vulnerabilities", vulnerabilities);
        COUNTS.forEach(count -> metadata.put(count, 0));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("actions", List.of());
        answer.put("advisories", Map.of());
        answer.put("muted", List.of());
        answer.put("metadata", metadata);
        return Answers.compactJson(200, answer);
    }
}
