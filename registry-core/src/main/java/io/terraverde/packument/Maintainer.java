package io.terraverde.packument;

/// Somebody who owns a package, as `npm owner` shows: a user name, and an email address that may be empty.
public record Maintainer(String name, String email) {}
