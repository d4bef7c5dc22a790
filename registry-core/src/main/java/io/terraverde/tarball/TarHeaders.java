package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// Checks the raw blocks before an entry for what commons-compress does not report: wrong check sums, absolute names in
/// extended headers (it cuts their slashes off), an extended header given twice (clients differ in which one they
/// take), and anything after the end mark.
/// ```
/// [rest of the entry before] ( header of type x g L or K, its data, padding )* header of the entry
/// [rest of the entry before] 512 zeros, zeros
/// ```
final class TarHeaders {
    static final int BLOCK = 512;

    private static final int TYPE_AT = 156;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?:^|\n)\\d+ (?:link)?path=[/\\\\]");

    private TarHeaders() {}

    /// @param blocks what commons-compress read to find the entry
    /// @param from where the rest of the entry before ends
    static void checkEntry(byte[] blocks, int from) throws IOException {
        int at = from;
        var extensions = new HashSet<Byte>();
        while (at + BLOCK <= blocks.length) {
            byte[] header = slice(blocks, at, BLOCK);
            if (!TarUtils.verifyCheckSum(header)) {
                throw new IOException("wrong check sum");
            }
            byte type = header[TYPE_AT];
            if (!isExtension(type)) {
                return;
            }
            if (!extensions.add(type)) {
                throw new IOException("two extended headers for one entry");
            }
            long size = TarUtils.parseOctalOrBinary(header, SIZE_AT, SIZE_LENGTH);
            if (size < 0 || size > blocks.length - at - BLOCK) {
                throw new IOException("wrong size of an extended header");
            }
            checkExtension(type, slice(blocks, at + BLOCK, (int) size));
            at += BLOCK + (int) size + padding(size);
        }
    }

    /// @param blocks what commons-compress read and found to be the end
    static void checkEnd(byte[] blocks, int from) {
        if ((blocks.length - from) % BLOCK != 0) {
            throw RegistryException.Invalid.malformed("tarball is truncated");
        }
        for (int i = from; i < blocks.length; i++) {
            if (blocks[i] != 0) {
                throw RegistryException.Invalid.malformed("tarball has garbage after its end mark");
            }
        }
    }

    /// How many bytes follow data of this size until the next block.
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static boolean isExtension(byte type) {
        return type == TarConstants.LF_PAX_EXTENDED_HEADER_LC
                || type == TarConstants.LF_PAX_EXTENDED_HEADER_UC
                || type == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER
                || type == TarConstants.LF_GNUTYPE_LONGNAME
                || type == TarConstants.LF_GNUTYPE_LONGLINK;
    }

    private static void checkExtension(byte type, byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        boolean isName = type == TarConstants.LF_GNUTYPE_LONGNAME || type == TarConstants.LF_GNUTYPE_LONGLINK;
        boolean absolute = isName
                ? text.startsWith("/") || text.startsWith("\\")
                : ABSOLUTE_PATH.matcher(text).find();
        if (absolute) {
            throw RegistryException.Invalid.malformed("tarball has an entry with an absolute path");
        }
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        byte[] part = new byte[length];
        System.arraycopy(bytes, from, part, 0, length);
        return part;
    }
}
