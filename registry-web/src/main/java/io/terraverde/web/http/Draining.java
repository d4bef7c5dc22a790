package io.terraverde.web.http;

/// Whether the server is on its way out: it still answers, but is not ready, and closes connections behind each
/// answer.
public final class Draining {
    private volatile boolean begun;

    /// Begins; there is no way back.
    public void begin() {
        begun = true;
    }

    /// Whether it has begun.
    public boolean hasBegun() {
        return begun;
    }
}
