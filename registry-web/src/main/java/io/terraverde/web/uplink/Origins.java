package io.terraverde.web.uplink;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Compares and cleans addresses of web servers.
final class Origins {
    private Origins() {}

    /// Whether this names a host that speaks HTTP.
    static boolean isWeb(URI address) {
        return address.getHost() != null
                && ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()));
    }

    /// Whether both are the same server: scheme, host and port (RFC 6454, section 5).
    static boolean same(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && host(one).equals(host(other))
                && port(one) == port(other);
    }

    /// The host in lower case, without a dot at its end.
    static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /// The port that is meant.
    static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
    }

    static boolean isSecure(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    /// The address without user and fragment, which are not sent as they are.
    static URI sent(URI address) {
        if (address.getRawUserInfo() == null && address.getRawFragment() == null) {
            return address;
        }
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(address.getScheme() + "://" + address.getHost() + port + address.getRawPath() + query);
    }

    /// Where a `Location` leads, if that is an address of a web server.
    static Optional<URI> resolve(URI from, String location) {
        try {
            URI to = from.resolve(new URI(location.strip()));
            return isWeb(to) ? Optional.of(sent(to)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
