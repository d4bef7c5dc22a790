package io.terraverde.web.uplink;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.client.BasicAuthentication.BasicResult;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.http.HttpHeader;

/// Which servers are reached through a proxy.
final class ProxyChoice {
    private final UpstreamOptions.Proxies proxies;
    private final Set<Origin.Address> addresses = new HashSet<>();

    ProxyChoice(UpstreamOptions.Proxies proxies) {
        this.proxies = proxies;
    }

    /// Has a client use the proxies. Their credentials are sent without being asked for, to them alone.
    void installIn(HttpClient client) {
        install(client, proxies.http(), "http");
        install(client, proxies.https(), "https");
    }

    /// Whether the rules let a server be reached directly. A rule without a port is for all of them.
    static boolean isDirect(List<String> noProxy, String host, int port) {
        String name = "." + unbracketed(host.toLowerCase(Locale.ROOT));
        return noProxy.stream().map(String::strip).anyMatch(rule -> {
            if (rule.equals("*")) {
                return true;
            }
            String domain = rule.toLowerCase(Locale.ROOT);
            int colon = domain.lastIndexOf(':');
            // An IPv6 address has colons of its own; with a port it stands in brackets.
            boolean hasPort = colon > 0 && (domain.indexOf(':') == colon || domain.charAt(colon - 1) == ']');
            if (hasPort) {
                if (!domain.substring(colon + 1).equals(Integer.toString(port))) {
                    return false;
                }
                domain = domain.substring(0, colon);
            }
            domain = unbracketed(domain.startsWith("*.") ? domain.substring(1) : domain);
            return !domain.isEmpty() && name.endsWith(domain.startsWith(".") ? domain : "." + domain);
        });
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private void install(HttpClient client, Optional<URI> address, String scheme) {
        address.filter(Origins::isWeb).ifPresent(proxy -> {
            Chosen chosen = new Chosen(proxy, scheme);
            addresses.add(chosen.getAddress());
            client.getProxyConfiguration().addProxy(chosen);
            String user = proxy.getRawUserInfo();
            if (user != null) {
                int colon = user.indexOf(':');
                String name = decoded(colon < 0 ? user : user.substring(0, colon));
                String password = colon < 0 ? "" : decoded(user.substring(colon + 1));
                client.getAuthenticationStore()
                        .addAuthenticationResult(new BasicResult(
                                chosen.getURI(),
                                HttpHeader.PROXY_AUTHORIZATION,
                                name,
                                password,
                                StandardCharsets.UTF_8));
            }
        });
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private final class Chosen extends HttpProxy {
        private final String scheme;

        private Chosen(URI proxy, String scheme) {
            super(new Origin.Address(Origins.host(proxy), Origins.port(proxy)), Origins.isSecure(proxy));
            this.scheme = scheme;
        }

        @Override
        public boolean matches(Origin server) {
            // A proxy is never reached through another: Jetty asks that too, when it sets up a tunnel.
            return server.getScheme().equalsIgnoreCase(scheme)
                    && !addresses.contains(server.getAddress())
                    && !isDirect(
                            proxies.noProxy(),
                            server.getAddress().getHost(),
                            server.getAddress().getPort());
        }
    }
}
