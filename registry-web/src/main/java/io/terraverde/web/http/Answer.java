package io.terraverde.web.http;

/// What is answered. Written after the endpoint has returned: conditional requests, ranges, compression and
/// HEAD are the writer's business.
public sealed interface Answer permits BodyAnswer, CachedBytes, StreamAnswer {
    /// The status it has unless a condition or a range of the request changes it.
    int status();
}
