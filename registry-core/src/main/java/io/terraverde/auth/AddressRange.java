package io.terraverde.auth;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The addresses that start with the same bits: `10.0.0.0/8`, `2001:db8::/32`, or one address. No names are looked up.
final class AddressRange {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /// Reads an address, or an address and a number of bits; empty when the text is neither.
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        int all = address.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressRange(address, all));
        }
        String number = text.substring(slash + 1);
        if (!BITS.matcher(number).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(number) - (isMapped(text, address) ? 96 : 0);
        return bits < 0 || bits > all ? Optional.empty() : Optional.of(new AddressRange(address, bits));
    }

    /// Whether an address is in the range. An IPv4 address in IPv6 form (`::ffff:10.0.0.1`) is the IPv4 address.
    boolean contains(String text) {
        byte[] address = bytes(text);
        if (address == null || address.length != first.length) {
            return false;
        }
        for (int i = 0; i * Byte.SIZE < bits; i++) {
            int unused = Math.max(0, (i + 1) * Byte.SIZE - bits);
            if ((address[i] & 0xff) >> unused != (first[i] & 0xff) >> unused) {
                return false;
            }
        }
        return true;
    }

    /// 4 or 16 bytes; null when the text is no address. A zone (`fe80::1%eth0`) is left out.
    private static byte @Nullable [] bytes(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (address.indexOf(':') < 0 && !IPV4.matcher(address).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isMapped(String text, byte[] address) {
        return address.length == 4 && text.indexOf(':') >= 0;
    }
}
