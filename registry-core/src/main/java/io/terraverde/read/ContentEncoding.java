package io.terraverde.read;

/// How a body is encoded on the wire.
public enum ContentEncoding {
    /// As it is.
    IDENTITY,
    /// RFC 1952.
    GZIP
}
