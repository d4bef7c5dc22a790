package io.terraverde.web.config;

import io.terraverde.web.config.ServerSettings.TrustedProxies;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `server.trustProxy`.
final class TrustedProxiesReader {
    static final TrustedProxies NONE = new TrustedProxies.None();

    private static final Map<String, List<String>> NAMED = Map.of(
            "loopback", List.of("127.0.0.0/8", "::1/128"),
            "linklocal", List.of("169.254.0.0/16", "fe80::/10"),
            "uniquelocal", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"));

    private TrustedProxiesReader() {}

    static TrustedProxies read(Value value) {
        if (value.isTrue()) {
            return new TrustedProxies.All();
        }
        if (value.isFalse()) {
            return NONE;
        }
        if (value.isNumber()) {
            int hops = value.number(0, 1_000).map(Math::toIntExact).orElse(0);
            return hops == 0 ? NONE : new TrustedProxies.Hops(hops);
        }
        List<String> networks = new ArrayList<>();
        for (Value member : value.members()) {
            for (String word : member.text().orElse("").split(",", -1)) {
                networks(word.strip())
                        .or(() -> member.wrong(
                                "not an address or network: \"" + word.strip() + "\"",
                                "for example loopback, 10.0.0.0/8 or 192.168.1.7"))
                        .ifPresent(networks::addAll);
            }
        }
        return networks.isEmpty() ? NONE : new TrustedProxies.Networks(networks);
    }

    private static Optional<List<String>> networks(String word) {
        if (NAMED.containsKey(word)) {
            return Optional.of(NAMED.get(word));
        }
        int slash = word.indexOf('/');
        String host = slash < 0 ? word : word.substring(0, slash);
        try {
            int bits = InetAddress.ofLiteral(host) instanceof Inet4Address ? 32 : 128;
            int length = slash < 0 ? bits : Integer.parseInt(word.substring(slash + 1));
            return length < 0 || length > bits ? Optional.empty() : Optional.of(List.of(host + "/" + length));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
