package io.terraverde.web.http;

/// Reads `If-None-Match` (RFC 9110, section 13.1.2) without taking it apart: a list of tags, weak ones included, or
/// `*`.
final class EntityTags {
    private EntityTags() {}

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
