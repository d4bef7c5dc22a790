package io.terraverde.web.config;

import java.nio.file.Path;

/// `auth.htpasswd:`
///
/// @param file the htpasswd file, absolute; it need not exist
/// @param algorithm of new hashes
/// @param rounds bcrypt's cost for new hashes, 4 to 31
/// @param maxUsers how many users may register themselves; 0 when registration is off, {@link #UNLIMITED} for any
public record HtpasswdSettings(Path file, Algorithm algorithm, int rounds, long maxUsers) {
    /// The number of users is not limited.
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// How new passwords are hashed. All kinds are understood when a password is checked.
    public enum Algorithm {
        /// `$2a$`
        BCRYPT,
        /// Apache's `$apr1$`
        MD5,
        /// `{SHA}`
        SHA1,
        /// The traditional DES crypt; only the first eight characters count.
        CRYPT
    }
}
