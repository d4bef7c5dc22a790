package io.terraverde.auth;

/// What a request is for, as its method says.
public enum Purpose {
    /// GET, HEAD: it changes nothing.
    READ,
    /// PUT, POST, PATCH, DELETE
    WRITE
}
