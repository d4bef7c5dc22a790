package io.terraverde.web.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Makes the tags of bodies: their hexadecimal MD5, as Verdaccio does. And reads `If-None-Match` (RFC 9110,
/// section 13.1.2) without taking it apart: a list of tags, weak ones included, or `*`.
final class EntityTags {
    private EntityTags() {}

    /// The tag of a body, without quotes.
    static String digest(byte[] body) {
        return HexFormat.of().formatHex(md5().digest(body));
    }

    /// The tag of a body that is read, and closed.
    static String digest(InputStream body) throws IOException {
        MessageDigest digest = md5();
        try (DigestInputStream reading = new DigestInputStream(body, digest)) {
            reading.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Whether a list names a tag, by weak comparison.
    ///
    /// @param etag a strong tag with its quotes
    static boolean matches(String ifNoneMatch, String etag) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        for (int at = ifNoneMatch.indexOf(etag); at >= 0; at = ifNoneMatch.indexOf(etag, at + 1)) {
            if (startsTag(ifNoneMatch, at) && endsTag(ifNoneMatch, at + etag.length())) {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }

    private static boolean startsTag(String list, int at) {
        int before = list.startsWith("W/", at - 2) ? at - 2 : at;
        return before == 0 || isBetween(list.charAt(before - 1));
    }

    private static boolean endsTag(String list, int after) {
        return after == list.length() || isBetween(list.charAt(after));
    }

    private static boolean isBetween(char c) {
        return c == ',' || c == ' ' || c == '\t';
    }
}
