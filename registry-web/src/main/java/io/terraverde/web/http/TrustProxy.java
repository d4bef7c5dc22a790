package io.terraverde.web.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which proxies in front of the server are believed what they say about the client: Express' `trust proxy`
/// setting.
public final class TrustProxy {
    private static final TrustProxy NONE = new TrustProxy(0, List.of());

    private final int hops;
    private final List<Network> networks;

    private TrustProxy(int hops, List<Network> networks) {
        this.hops = hops;
        this.networks = List.copyOf(networks);
    }

    /// Nobody: the client is who is connected.
    public static TrustProxy none() {
        return NONE;
    }

    /// Everybody: the client is the first address of `X-Forwarded-For`.
    public static TrustProxy all() {
        return new TrustProxy(Integer.MAX_VALUE, List.of());
    }

    /// This many proxies, counted from the server.
    public static TrustProxy hops(int count) {
        return new TrustProxy(count, List.of());
    }

    /// Reads the setting: `true`, `false`, a number of hops, or addresses, networks (`10.0.0.0/8`) and the names
    /// `loopback`, `linklocal`, `uniquelocal`, separated by commas.
    ///
    /// @throws IllegalArgumentException naming the part that is none of these
    public static TrustProxy parse(String setting) {
        String text = setting.strip();
        if (text.isEmpty() || text.equals("false")) {
            return NONE;
        }
        if (text.equals("true")) {
            return all();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 6) {
            return hops(Integer.parseInt(text));
        }
        return networks(List.of(text.split(",", -1)));
    }

    /// The proxies in these networks.
    ///
    /// @param texts each an address, a network such as `10.0.0.0/8`, or `loopback`, `linklocal`, `uniquelocal`
    /// @throws IllegalArgumentException naming the text that is none of these
    public static TrustProxy networks(List<String> texts) {
        List<Network> networks = new ArrayList<>();
        texts.forEach(text -> networks.addAll(Network.parse(text.strip())));
        return new TrustProxy(0, networks);
    }

    /// Whether the address that is connected is a trusted proxy.
    public boolean trusts(String peer) {
        return trusts(peer, 0);
    }

    /// The address of the client: the farthest that trusted proxies report.
    ///
    /// @param peer the address that is connected
    /// @param forwardedFor the request's `X-Forwarded-For`
    public String clientAddress(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || !trusts(peer, 0)) {
            return peer;
        }
        String[] reported = forwardedFor.split(",", -1);
        String client = peer;
        for (int hop = 0; hop < reported.length && trusts(client, hop); hop++) {
            String next = reported[reported.length - 1 - hop].strip();
            if (next.isEmpty()) {
                break;
            }
            client = next;
        }
        return client;
    }

    private boolean trusts(String address, int hop) {
        if (hop < hops) {
            return true;
        }
        return !networks.isEmpty()
                && Network.literal(address)
                        .map(bytes -> networks.stream().anyMatch(network -> network.contains(bytes)))
                        .orElse(false);
    }

    /// A network by its first address and the number of bits that count.
    private record Network(InetAddress first, int bits) {
        private static List<Network> parse(String text) {
            return switch (text) {
                case "loopback" -> List.of(single("127.0.0.0/8"), single("::1/128"));
                case "linklocal" -> List.of(single("169.254.0.0/16"), single("fe80::/10"));
                case "uniquelocal" ->
                    List.of(
                            single("10.0.0.0/8"),
                            single("172.16.0.0/12"),
                            single("192.168.0.0/16"),
                            single("fc00::/7"));
                default -> List.of(single(text));
            };
        }

        private static Network single(String text) {
            int slash = text.indexOf('/');
            InetAddress address = literal(slash < 0 ? text : text.substring(0, slash))
                    .orElseThrow(() -> new IllegalArgumentException("\"" + text
                            + "\" is neither true, false, a number of hops, an address, a network such as 10.0.0.0/8,"
                            + " nor loopback, linklocal or uniquelocal"));
            int all = address.getAddress().length * 8;
            int bits = slash < 0 ? all : bits(text.substring(slash + 1), all, text);
            return new Network(address, bits);
        }

        private static int bits(String text, int all, String network) {
            boolean number =
                    !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number || Integer.parseInt(text) > all) {
                throw new IllegalArgumentException("\"" + network + "\" does not end in a number of bits up to " + all);
            }
            return Integer.parseInt(text);
        }

        private static Optional<InetAddress> literal(String text) {
            try {
                return Optional.of(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit));
                if (((mine[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
