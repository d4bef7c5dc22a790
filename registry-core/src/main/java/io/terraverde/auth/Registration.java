package io.terraverde.auth;

/// Whether people may create users, and how many there may be.
public sealed interface Registration {
    /// Nobody may.
    record Closed() implements Registration {}

    /// Anybody may, as long as there are fewer users than this.
    record UpTo(int maxUsers) implements Registration {}

    /// Anybody may.
    record Open() implements Registration {}

    /// What `auth.htpasswd.max_users` says: negative closes, 0 is no limit, as in Verdaccio.
    static Registration ofMaxUsers(int maxUsers) {
        if (maxUsers < 0) {
            return new Closed();
        }
        return maxUsers == 0 ? new Open() : new UpTo(maxUsers);
    }
}
