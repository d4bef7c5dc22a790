package io.terraverde.uplink;

/// Told when a server outside is given up and when it is back, for the log. Called by whoever asked the server, so it
/// returns quickly.
public interface CircuitListener {
    /// Too many requests in a row have failed; it is left alone.
    ///
    /// @param reason of the last failure, for people
    void wentOffline(String name, String reason);

    /// It has answered again.
    void cameBack(String name);
}
