package io.terraverde.web.http;

import io.terraverde.core.RegistryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The path of a request, split into segments that are still percent-encoded, with the two parts of a scoped
/// package name in one segment however the client wrote them.
///
/// `/@s/p/1.0.0`, `/@s%2fp/1.0.0`, `/@s%2Fp/1.0.0` and `/%40s%2Fp/1.0.0` all become `[@s%2Fp, 1.0.0]` (but for the
/// case of the escape), the same behind `/-/package/`. A segment is decoded exactly once, by {@link #decode},
/// after routing: an encoded slash never splits, and what is encoded twice stays encoded once and is refused by
/// the types.
///
/// @param segments in order; one trailing slash is left away, an empty segment in between stays
record RequestTarget(List<String> segments) {
    private static final int SHOWN = 120;

    RequestTarget {
        segments = List.copyOf(segments);
    }

    /// Splits a raw path.
    ///
    /// @param rawPath as in the request line, without the query
    static RequestTarget parse(String rawPath) {
        String path = joinScope(rawPath);
        if (path.isEmpty() || path.charAt(0) != '/') {
            return new RequestTarget(List.of(path));
        }
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        List<String> segments = new ArrayList<>(6);
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0 && slash < end; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from, end));
        return new RequestTarget(segments);
    }

    /// Decodes the percent escapes of one segment, as JavaScript's `decodeURIComponent`.
    ///
    /// @throws RegistryException.Invalid `Failed to decode param '%E0%A4%A'`
    static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return decodeEscapes(segment);
        } catch (CharacterCodingException | NumberFormatException | IndexOutOfBoundsException e) {
            throw RegistryException.Invalid.malformed("Failed to decode param '" + shorten(segment) + "'");
        }
    }

    private static String decodeEscapes(String segment) throws CharacterCodingException {
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                decoded[length++] = (byte) (hex(raw[i + 1]) << 4 | hex(raw[i + 2]));
                i += 2;
            } else {
                decoded[length++] = raw[i];
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(decoded, 0, length))
                .toString();
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new NumberFormatException("no hexadecimal digit");
        }
        return value;
    }

    /// Verdaccio's rule: the first `/%40` becomes `/@`, then the first `/@scope/` that something follows
    /// `/@scope%2F`.
    private static String joinScope(String rawPath) {
        int encodedAt = rawPath.indexOf("/%40");
        String path =
                encodedAt < 0 ? rawPath : rawPath.substring(0, encodedAt) + "/@" + rawPath.substring(encodedAt + 4);
        for (int at = path.indexOf("/@"); at >= 0; at = path.indexOf("/@", at + 1)) {
            int end = at + 2;
            while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '%') {
                end++;
            }
            boolean joined = end > at + 2 && end < path.length() - 1 && path.charAt(end) == '/';
            if (joined) {
                return path.substring(0, end) + "%2F" + path.substring(end + 1);
            }
        }
        return path;
    }

    private static String shorten(String segment) {
        return segment.length() <= SHOWN ? segment : segment.substring(0, SHOWN) + "…";
    }
}
