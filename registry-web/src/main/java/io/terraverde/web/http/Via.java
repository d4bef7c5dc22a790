package io.terraverde.web.http;

import org.jspecify.annotations.Nullable;

/// Reads `Via` (RFC 9110, section 7.6.3): `1.1 registry-a (Verdaccio), 1.1 proxy`.
final class Via {
    private Via() {}

    /// Whether a server is among those that have passed the request on.
    static boolean names(String serverId, @Nullable String via) {
        if (via == null) {
            return false;
        }
        for (String hop : via.split(",", -1)) {
            String[] words = hop.strip().split("\\s+", 3);
            if (words.length > 1 && words[1].equals(serverId)) {
                return true;
            }
        }
        return false;
    }
}
