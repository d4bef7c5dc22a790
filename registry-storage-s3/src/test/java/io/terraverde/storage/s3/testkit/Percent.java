package io.terraverde.storage.s3.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Percent-encoding as signatures and listings use it: everything but the unreserved characters of RFC 3986,
/// over UTF-8, in upper case.
final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    /// Encodes slashes as well.
    static String encode(String text) {
        return encode(text, "-._~");
    }

    static String encodePath(String path) {
        return encode(path, "-._~/");
    }

    private static String encode(String text, String plain) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || plain.indexOf(character) >= 0)) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX.toHexDigits((byte) character));
            }
        }
        return encoded.toString();
    }

    /// @throws S3Refusal 400 when a percent sign is not followed by two hexadecimal digits
    static String decode(String text) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit((char) bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit((char) bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new S3Refusal(400, "InvalidURI", "cannot decode: " + text);
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /// The decoded parameters, sorted by name; a parameter without value has an empty one.
    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }
}
