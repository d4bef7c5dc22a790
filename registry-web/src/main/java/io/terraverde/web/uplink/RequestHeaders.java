package io.terraverde.web.uplink;

import io.terraverde.uplink.UpstreamRequest;
import io.terraverde.uplink.UpstreamRequest.Want;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Decides what a server is told with a request.
final class RequestHeaders {
    /// These frame the message; from the configuration they would only break it.
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private final UpstreamOptions options;
    private final Optional<String> authorization;

    RequestHeaders(UpstreamOptions options) {
        this.options = options;
        this.authorization = options.credentials().authorization().or(() -> userOf(options.url()));
    }

    /// All headers of a request, by names that ignore case. Credentials are only for the server they were given for.
    Map<String, String> of(UpstreamRequest request, URI address) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        boolean packument = request.want() == Want.PACKUMENT;
        headers.put("Accept", packument ? "application/json" : "*/*");
        headers.put("Accept-Encoding", packument ? "gzip" : "identity");
        headers.put("User-Agent", options.self().userAgent());
        headers.put("Via", request.via().map(via -> via + ", ").orElse("") + ownHop());
        if (asksForRest(request)) {
            headers.put("Range", "bytes=" + request.offset() + "-");
            request.etag().ifPresent(etag -> headers.put("If-Range", etag));
        } else if (request.offset() == 0) {
            request.etag().ifPresent(etag -> headers.put("If-None-Match", etag));
        }
        if (Origins.same(address, options.url())) {
            authorization.ifPresent(value -> headers.put("Authorization", value));
            options.credentials().headers().forEach((name, value) -> {
                if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.put(name, value);
                }
            });
        }
        return headers;
    }

    /// Whether only the rest of a file is asked for. With a weak entity tag that could not be told from the rest of
    /// another (RFC 9110, section 13.1.5), so then everything is.
    static boolean asksForRest(UpstreamRequest request) {
        return request.offset() > 0
                && request.etag().filter(etag -> etag.startsWith("W/")).isEmpty();
    }

    /// Whether the client's request has been here before.
    boolean closesCircle(UpstreamRequest request) {
        return request.via().stream()
                .flatMap(via -> Arrays.stream(via.split(",", -1)))
                .map(hop -> hop.strip().split("\\s+", 3))
                .anyMatch(words ->
                        words.length > 1 && words[1].equals(options.self().serverId()));
    }

    private String ownHop() {
        return "1.1 " + options.self().serverId() + " (Terraverde)";
    }

    private static Optional<String> userOf(URI url) {
        return Optional.ofNullable(url.getUserInfo())
                .map(user -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user.contains(":") ? user : user + ":").getBytes(StandardCharsets.UTF_8)));
    }
}
