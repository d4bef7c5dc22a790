package io.terraverde.web.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Makes the answers whose body is made for the request.
///
/// On 2xx they get a strong ETag (MD5 of the body), are answered 304 when the client has them, and are compressed
/// from 1024 bytes on when the client accepts it.
public final class Answers {
    /// The media type of npm's answers.
    public static final String JSON = "application/json; charset=utf-8";

    private Answers() {}

    /// JSON in two spaces of indentation with a final newline.
    ///
    /// @param value maps, lists and plain values, or Jackson's nodes
    public static BodyAnswer json(int status, Object value) {
        return new BodyAnswer(status, JSON, Json.pretty(value), List.of());
    }

    /// JSON that is rendered already.
    public static BodyAnswer jsonBytes(int status, byte[] json) {
        return new BodyAnswer(status, JSON, json.clone(), List.of());
    }

    /// JSON on one line without a newline, as search and audit answer.
    public static BodyAnswer compactJson(int status, Object value) {
        return new BodyAnswer(status, JSON, Json.compact(value), List.of());
    }

    /// npm's form of an error: `{"error": message}`.
    public static BodyAnswer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    /// The form of an error that the profile routes have: `{"message": message}`.
    public static BodyAnswer message(int status, String message) {
        return json(status, Map.of("message", message));
    }

    /// A text of another media type.
    ///
    /// @param contentType for example `text/html; charset=utf-8`
    public static BodyAnswer text(int status, String contentType, String text) {
        return new BodyAnswer(status, contentType, text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    /// No body.
    public static BodyAnswer empty(int status) {
        return new BodyAnswer(status, null, new byte[0], List.of());
    }

    /// Go there: 302, with a body that says so.
    public static BodyAnswer redirect(String location) {
        return text(302, "text/plain; charset=utf-8", "Found. Redirecting to " + location)
                .with("Location", location);
    }

    /// What an unknown path gets, whatever the method.
    static BodyAnswer fileNotFound() {
        return error(404, "File not found")
                .with("X-Frame-Options", "deny")
                .with("Content-Security-Policy", "connect-src 'self'")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-XSS-Protection", "1; mode=block");
    }
}
