package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way to a file in a tree: `v24.1.0/node-v24.1.0-headers.tar.gz`, or to the listing of a folder:
/// `v24.1.0/`.
///
/// This is the border that no path crosses: no segment is empty, `.` or `..`, or holds a slash, a backslash or
/// a control character, however it was written.
public final class MirrorPath {
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_KEY_LENGTH = 600;
    private static final int MAX_SEGMENT_LENGTH = 180;
    private static final String PLAIN_IN_KEYS = "-_.";
    /// The mark of what is hashed.
    private static final String LONG = "%long";
    /// Characters of a path segment that need no escape: RFC 3986, section 3.3.
    private static final String PLAIN_IN_ADDRESSES = "-._~!$&'()*+,;=:@";

    private final List<String> segments;
    private final boolean folder;

    private MirrorPath(List<String> segments, boolean folder) {
        this.segments = List.copyOf(segments);
        this.folder = folder;
    }

    /// Reads a path as a client wrote it.
    ///
    /// @param raw with percent escapes, without a slash in front; empty for the listing of the top
    /// @throws RegistryException.Invalid when it is none
    public static MirrorPath parse(String raw) {
        if (raw.length() > MAX_LENGTH) {
            throw invalid();
        }
        boolean folder = raw.isEmpty() || raw.endsWith("/");
        String inner = folder && !raw.isEmpty() ? raw.substring(0, raw.length() - 1) : raw;
        List<String> segments = new ArrayList<>();
        if (!raw.isEmpty()) {
            for (String segment : inner.split("/", -1)) {
                segments.add(checked(decoded(segment)));
            }
        }
        return new MirrorPath(segments, folder);
    }

    /// Whether it leads to the listing of a folder.
    public boolean isFolder() {
        return folder;
    }

    /// As people write it, without escapes.
    public String text() {
        return joined(segments);
    }

    /// As it stands in an address.
    String encoded() {
        return joined(segments.stream()
                .map(segment -> escaped(segment, PLAIN_IN_ADDRESSES))
                .toList());
    }

    /// As a key, which differs from those of all other paths and is no folder of another: the last segment of a
    /// key ends in a mark that no folder has. What is too long is hashed.
    ///
    /// ```
    /// v24.1.0/node-v24.1.0-headers.tar.gz%file
    /// v24.1.0/%listing
    /// a%20b/c%file
    /// ```
    String key() {
        List<String> parts =
                segments.stream().map(MirrorPath::keySegment).collect(Collectors.toCollection(ArrayList::new));
        if (folder) {
            parts.add("%listing");
        } else {
            parts.set(parts.size() - 1, parts.getLast() + "%file");
        }
        String key = String.join("/", parts);
        return key.length() <= MAX_KEY_LENGTH ? key : LONG + "/" + hashed(text()) + "%file";
    }

    /// What the keys start with of all paths whose text starts with that of this one. Some other paths may have
    /// such keys, too: what is hashed does not tell its path.
    ///
    /// ```
    /// v24.1.0/      v24.1.0/            %long/
    /// v24.1.0/node  v24.1.0/node        v24.1.0/%long       %long/
    /// ```
    public List<String> keyPrefixes() {
        int folders = folder ? segments.size() : segments.size() - 1;
        String above = segments.stream()
                .limit(folders)
                .map(segment -> keySegment(segment) + "/")
                .collect(Collectors.joining());
        Stream<String> inFolder =
                folder ? Stream.of(above) : Stream.of(above + visible(segments.getLast()), above + LONG);
        return Stream.concat(inFolder, Stream.of(LONG + "/"))
                .filter(prefix -> prefix.length() <= MAX_KEY_LENGTH)
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MirrorPath path && path.folder == folder && path.segments.equals(segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }

    /// As {@link #text}.
    @Override
    public String toString() {
        return text();
    }

    private String joined(List<String> parts) {
        String joined = String.join("/", parts);
        return folder && !parts.isEmpty() ? joined + "/" : joined;
    }

    /// A mark starts with `%` and a small letter, an escape with `%` and a digit or a capital letter.
    private static String keySegment(String segment) {
        String visible = visible(segment);
        return visible.length() <= MAX_SEGMENT_LENGTH ? visible : LONG + hashed(segment);
    }

    private static String visible(String segment) {
        String escaped = escaped(segment, PLAIN_IN_KEYS);
        return escaped.startsWith(".") ? "%2E" + escaped.substring(1) : escaped;
    }

    private static String escaped(String segment, String plain) {
        var escaped = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letterOrDigit || plain.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    private static String hashed(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                decoded[length++] = escapedByte(raw, i);
                i += 2;
            } else {
                decoded[length++] = raw[i];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    private static byte escapedByte(byte[] raw, int at) {
        int high = at + 2 < raw.length ? Character.digit(raw[at + 1], 16) : -1;
        int low = at + 2 < raw.length ? Character.digit(raw[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw invalid();
        }
        return (byte) (high << 4 | low);
    }

    private static String checked(String segment) {
        boolean refused = segment.isEmpty()
                || segment.equals(".")
                || segment.equals("..")
                || segment.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
                || !StandardCharsets.UTF_8.newEncoder().canEncode(segment);
        if (refused) {
            throw invalid();
        }
        return segment;
    }

    private static RegistryException.Invalid invalid() {
        return RegistryException.Invalid.malformed("invalid path");
    }
}
