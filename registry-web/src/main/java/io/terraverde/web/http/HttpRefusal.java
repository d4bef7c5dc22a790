package io.terraverde.web.http;

/// A refusal that only HTTP knows: wrong media type, loop, too slow. Answered as `{"error": message}`.
public final class HttpRefusal extends RuntimeException {
    private final int status;

    /// @param status a status of 4xx or 5xx
    /// @param message for the person at the client
    public HttpRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The status to answer.
    public int status() {
        return status;
    }
}
