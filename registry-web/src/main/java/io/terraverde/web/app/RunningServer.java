package io.terraverde.web.app;

/// A registry that takes requests.
interface RunningServer {
    /// Returns when the server has stopped.
    ///
    /// @throws InterruptedException when the thread is interrupted meanwhile
    void awaitStop() throws InterruptedException;

    /// Stops taking requests, after a grace time, and returns when those under way are answered.
    void stop();
}
