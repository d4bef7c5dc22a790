package io.terraverde.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Builds tarballs as npm packs them, and such as npm never would: `aTarballOf("left-pad",
/// "1.0.0").withFile("package/index.js", "…").bytes()`.
public final class TarballFixture {
    /// The time that npm gives to all entries, to make tarballs reproducible.
    private static final FileTime MODIFIED = FileTime.from(Instant.parse("1985-10-26T08:15:00Z"));

    private final List<Member> members = new ArrayList<>();

    private TarballFixture() {}

    /// A tarball whose `package.json` has this name and version and nothing else.
    public static TarballFixture aTarballOf(String name, String version) {
        return anEmptyTarball()
                .withFile("package/package.json", "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"}\n");
    }

    /// A tarball without entries.
    public static TarballFixture anEmptyTarball() {
        return new TarballFixture();
    }

    /// Adds a file.
    public TarballFixture withFile(String path, String content) {
        return withFile(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a file.
    public TarballFixture withFile(String path, byte[] content) {
        var entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL, true);
        entry.setSize(content.length);
        return with(entry, content);
    }

    /// Adds a folder.
    public TarballFixture withFolder(String path) {
        return with(new TarArchiveEntry(path, TarConstants.LF_DIR, true), new byte[0]);
    }

    /// Adds a symbolic link.
    public TarballFixture withSymbolicLink(String path, String target) {
        return withLink(TarConstants.LF_SYMLINK, path, target);
    }

    /// Adds a hard link.
    public TarballFixture withHardLink(String path, String target) {
        return withLink(TarConstants.LF_LINK, path, target);
    }

    /// Adds an entry of any type, without data.
    public TarballFixture withEntryOfType(byte type, String path) {
        return with(new TarArchiveEntry(path, type, true), new byte[0]);
    }

    /// Adds any entry; its size is that of the content.
    public TarballFixture with(TarArchiveEntry entry, byte[] content) {
        entry.setSize(content.length);
        entry.setModTime(MODIFIED);
        members.add(new Member(entry, content));
        return this;
    }

    /// The tarball, compressed.
    public byte[] bytes() {
        return gzipped(tar());
    }

    /// The archive inside.
    public byte[] tar() {
        var out = new ByteArrayOutputStream();
        try {
            writeTar(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Gives the header at this position of an archive the check sum it needs after it was changed.
    public static void fixCheckSum(byte[] tar, int header) {
        Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] text = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, tar, header + 148, text.length);
    }

    /// Compresses anything with gzip.
    public static byte[] gzipped(byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void writeTar(OutputStream out) throws IOException {
        try (var tar = new TarArchiveOutputStream(out, 512, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Member member : members) {
                tar.putArchiveEntry(member.entry);
                tar.write(member.content);
                tar.closeArchiveEntry();
            }
        }
    }

    private TarballFixture withLink(byte type, String path, String target) {
        var entry = new TarArchiveEntry(path, type, true);
        entry.setLinkName(target);
        return with(entry, new byte[0]);
    }

    private static final class Member {
        private final TarArchiveEntry entry;
        private final byte[] content;

        Member(TarArchiveEntry entry, byte[] content) {
            this.entry = entry;
            this.content = content;
        }
    }
}
