package io.terraverde.web.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request's `Range` header asks of a body of known length (RFC 9110, section 14.2).
sealed interface ByteRange {
    /// One range header that this server honours: a single range of bytes.
    Pattern SINGLE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /// Everything: no range, several ranges, or none that can be understood.
    record Whole() implements ByteRange {}

    /// A part.
    ///
    /// @param offset of the first byte
    /// @param length at least 1
    record Part(long offset, long length) implements ByteRange {
        /// The value of `Content-Range`, as `bytes 0-9/100`.
        String contentRange(long total) {
            return "bytes " + offset + "-" + (offset + length - 1) + "/" + total;
        }
    }

    /// A part that does not exist: 416.
    record Unsatisfiable() implements ByteRange {}

    /// Reads a header.
    ///
    /// @param total length of the body in bytes
    static ByteRange parse(String header, long total) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()) {
            return new Whole();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : lastBytes(Long.parseLong(to), total);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? total - 1 : Math.min(Long.parseLong(to), total - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return new Whole();
        }
        return first >= total ? new Unsatisfiable() : new Part(first, last - first + 1);
    }

    private static ByteRange lastBytes(long count, long total) {
        long length = Math.min(count, total);
        return length == 0 ? new Unsatisfiable() : new Part(total - length, length);
    }
}
