package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// One way through one tarball.
final class TarWalk implements AutoCloseable {
    private final TarballLimits limits;
    private final TarSource source;
    private final TarArchiveInputStream tar;
    private final byte[] buffer = new byte[32 * 1024];

    private int entries;
    private int files;
    private int links;
    private long fileBytes;
    private boolean hasShrinkwrap;
    private boolean hasBindingGyp;
    private byte @Nullable [] manifest;

    TarWalk(InputStream tarball, TarballLimits limits) {
        this.limits = limits;
        this.source = new TarSource(new GzipMembers(tarball), limits);
        this.tar = new TarArchiveInputStream(source, 10_240, TarHeaders.BLOCK, StandardCharsets.UTF_8.name(), true);
    }

    TarballFacts toTheEnd() {
        try {
            walk();
        } catch (RegistryException | UncheckedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The stream below reports its own trouble unchecked, so this is commons-compress meeting a bad archive.
            throw RegistryException.Invalid.malformed(
                    "tarball is not a readable tar archive: " + EntryPath.shown(String.valueOf(e.getMessage())));
        }
        source.requireZerosToTheEnd();
        return facts();
    }

    @Override
    public void close() {
        source.close();
    }

    private TarballFacts facts() {
        if (manifest == null) {
            throw RegistryException.Invalid.malformed("tarball has no package.json in its top folder");
        }
        PackageJson packageJson = PackageJson.parse(manifest);
        return new TarballFacts(
                packageJson.text("name").strip(),
                packageJson.text("version"),
                files,
                links,
                fileBytes,
                hasShrinkwrap,
                packageJson.hasInstallScript(hasBindingGyp),
                packageJson.content());
    }

    private void walk() throws IOException {
        int padding = 0;
        while (true) {
            source.keepBlocks();
            TarArchiveEntry entry = tar.getNextEntry();
            byte[] blocks = source.keptBlocks();
            if (entry == null) {
                TarHeaders.checkEnd(blocks, Math.min(padding, blocks.length));
                return;
            }
            TarHeaders.checkEntry(blocks, padding);
            take(entry);
            padding = entry.isDirectory() ? 0 : TarHeaders.padding(entry.getSize());
        }
    }

    private void take(TarArchiveEntry entry) throws IOException {
        if (++entries > limits.maxEntries()) {
            throw RegistryException.Invalid.malformed("tarball has more than " + limits.maxEntries() + " entries");
        }
        EntryPath path = EntryPath.parse(entry.getName());
        if (entry.isSparse()) {
            throw refused(entry, "is a sparse file");
        }
        if (entry.isSymbolicLink()) {
            path.requireInside(entry.getLinkName());
            links++;
        } else if (entry.isLink()) {
            EntryPath.parse(entry.getLinkName());
            links++;
        } else if (isPlainFile(entry)) {
            takeFile(path, entry);
        } else if (!entry.isDirectory()) {
            throw refused(entry, "is neither a file nor a folder nor a link");
        }
        passOver(entry);
    }

    private void takeFile(EntryPath path, TarArchiveEntry entry) throws IOException {
        source.announce(entry.getSize());
        files++;
        fileBytes += entry.getSize();
        if (path.isTopFile("package.json")) {
            takeManifest(entry);
        }
        hasShrinkwrap |= path.isTopFile("npm-shrinkwrap.json");
        hasBindingGyp |= path.isTopFile("binding.gyp");
    }

    private void takeManifest(TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > limits.maxManifestBytes()) {
            throw RegistryException.Invalid.malformed(
                    "package.json in the tarball is larger than " + limits.maxManifestBytes() + " bytes");
        }
        byte[] bytes = tar.readNBytes((int) entry.getSize());
        if (manifest != null && !Arrays.equals(manifest, bytes)) {
            throw RegistryException.Invalid.malformed("tarball has two different package.json files");
        }
        manifest = bytes;
    }

    /// Reads the rest of the data here, so that nothing but headers passes while the reader looks for the next entry.
    private void passOver(TarArchiveEntry entry) throws IOException {
        source.announce(entry.getSize());
        int count;
        do {
            count = tar.read(buffer, 0, buffer.length);
        } while (count >= 0);
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return false;
        }
        byte type = entry.getLinkFlag();
        return type == '0' || type == 0 || type == '7';
    }

    private static RegistryException refused(TarArchiveEntry entry, String what) {
        return RegistryException.Invalid.malformed(
                "tarball entry " + EntryPath.shown(entry.getName()) + " " + what + ", which a package must not hold");
    }
}
