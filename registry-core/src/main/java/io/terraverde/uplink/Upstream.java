package io.terraverde.uplink;

/// A server outside that is asked for packuments and files: a registry, or a tree of files. Safe for use by
/// several threads; every call blocks until the head of the answer is there.
@FunctionalInterface
public interface Upstream {
    /// Asks for one thing. Redirects are followed.
    ///
    /// The body of what is found is read while it arrives. When it breaks off, or stays silent for longer than
    /// the time-out, reading throws an `IOException`, in the second case a `java.net.SocketTimeoutException`.
    ///
    /// @throws UpstreamException when there is no usable answer
    UpstreamAnswer get(UpstreamRequest request);
}
