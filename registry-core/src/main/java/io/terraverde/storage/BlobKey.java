package io.terraverde.storage;

import java.nio.charset.StandardCharsets;

/// The name of an object in a store: `/`-separated segments, for example `@acme/base/package.json`.
///
/// A key is at most 900 bytes of UTF-8. No segment is empty, `.` or `..`, none is longer than 255 bytes (the limit of
/// common file systems), and none holds a control character or a backslash. So no key can leave the store it is used
/// in. One key must not be a folder of another (`a` and `a/b`): a directory cannot hold both, nor can MinIO.
public record BlobKey(String value) implements Comparable<BlobKey> {
    /// The longest key, in bytes of UTF-8. S3 allows 1024; the rest is for a key prefix.
    public static final int MAX_BYTES = 900;

    /// The longest segment, in bytes of UTF-8.
    public static final int MAX_SEGMENT_BYTES = 255;

    /// @throws IllegalArgumentException when the text is no key
    public BlobKey {
        if (value.isEmpty() || utf8Length(value) > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + MAX_BYTES + " bytes, this one " + utf8Length(value) + ": \"" + value + "\"");
        }
        for (String segment : value.split("/", -1)) {
            checkSegment(segment, value);
        }
    }

    /// A key from trusted parts.
    public static BlobKey of(String value) {
        return new BlobKey(value);
    }

    /// The order of `list`: by the bytes of UTF-8.
    @Override
    public int compareTo(BlobKey other) {
        return compareUtf8(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    /// Compares two texts by the bytes of their UTF-8 forms, unsigned.
    public static int compareUtf8(String left, String right) {
        // Code point order is UTF-8 byte order; UTF-16 order differs only where surrogates meet U+E000 and above.
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean leftSurrogate = Character.isSurrogate(l);
                boolean rightSurrogate = Character.isSurrogate(r);
                if (leftSurrogate != rightSurrogate) {
                    return leftSurrogate ? 1 : -1;
                }
                return Character.compare(l, r);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static void checkSegment(String segment, String key) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("a key has no empty, \".\" or \"..\" segment: \"" + key + "\"");
        }
        if (utf8Length(segment) > MAX_SEGMENT_BYTES) {
            throw new IllegalArgumentException(
                    "a segment of a key has at most " + MAX_SEGMENT_BYTES + " bytes: \"" + segment + "\"");
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (Character.isISOControl(c) || c == '\\') {
                throw new IllegalArgumentException("a key has no control character and no backslash");
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(segment)) {
            throw new IllegalArgumentException("a key is well-formed Unicode");
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
