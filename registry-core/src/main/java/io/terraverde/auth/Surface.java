package io.terraverde.auth;

/// Which part of the registry a request is for.
public enum Surface {
    /// What npm clients use.
    API,
    /// What the web interface uses.
    WEB
}
