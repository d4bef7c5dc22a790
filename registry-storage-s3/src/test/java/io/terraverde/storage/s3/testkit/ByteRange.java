package io.terraverde.storage.s3.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One range of bytes within an object.
///
/// @param from of the first byte
/// @param to of the last byte, inclusive
record ByteRange(int from, int to) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})(,.*)?");

    /// The first range of a `Range` header: `bytes=2-4`, `bytes=7-`, `bytes=-3`.
    ///
    /// @throws S3Refusal 416 when no byte of the object lies in it
    static ByteRange of(String header, int size) {
        Matcher matcher = RANGE.matcher(header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            throw invalid(header, size);
        }
        long from;
        long to = size - 1L;
        if (matcher.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(matcher.group(2)));
        } else {
            from = Long.parseLong(matcher.group(1));
            to = matcher.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(matcher.group(2)));
        }
        if (from > to) {
            throw invalid(header, size);
        }
        return new ByteRange((int) from, (int) to);
    }

    private static S3Refusal invalid(String header, int size) {
        return new S3Refusal(416, "InvalidRange", "No byte of " + size + " lies in " + header);
    }
}
