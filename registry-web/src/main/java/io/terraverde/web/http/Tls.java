package io.terraverde.web.http;

import java.nio.file.Path;
import java.util.Optional;

/// The key and certificate of an HTTPS address.
public sealed interface Tls {
    /// Files in PEM form.
    ///
    /// @param key a private key, not encrypted: `PRIVATE KEY`, `RSA PRIVATE KEY` or `EC PRIVATE KEY`
    /// @param certificate the server's certificate, with those that lead to its root behind it
    /// @param authorities more certificates of that chain
    record Pem(Path key, Path certificate, Optional<Path> authorities) implements Tls {}

    /// A PKCS#12 file.
    record Pkcs12(Path file, String passphrase) implements Tls {
        /// Without the passphrase.
        @Override
        public String toString() {
            return "Pkcs12[file=" + file + "]";
        }
    }
}
