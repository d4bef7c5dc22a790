package io.terraverde.testkit;

import io.terraverde.name.PackageName;
import io.terraverde.publish.NewVersion;
import io.terraverde.publish.PublishDocumentReader;
import io.terraverde.publish.PublishLimits;
import io.terraverde.publish.PublishValidation;
import io.terraverde.publish.WrittenDocument;
import io.terraverde.tarball.SpoolWriter;
import io.terraverde.tarball.SpooledTarball;
import io.terraverde.tarball.TarballFacts;
import io.terraverde.tarball.TarballInspector;
import io.terraverde.tarball.TarballLimits;
import io.terraverde.tarball.TarballSpool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A program that makes a large tarball that does not compress, publishes it as far as validation, and ends with 0 when
/// that went well. To be run with a heap much smaller than the tarball: `PublishInSmallHeap <spool folder> <MiB>`.
public final class PublishInSmallHeap {
    private PublishInSmallHeap() {}

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        var spool = new TarballSpool(Path.of(arguments[0]));
        int mebibytes = Integer.parseInt(arguments[1]);
        try (SpooledTarball tarball = make(spool, mebibytes);
                InputStream body =
                        PublishFixture.aPublishOf("large", "1.0.0", tarball).open();
                WrittenDocument document = new PublishDocumentReader(spool, PublishLimits.ofBody(1L << 31)).read(body);
                InputStream arrived = document.onlyTarball().spooled().body().open()) {
            TarballFacts facts = new TarballInspector(TarballLimits.DEFAULT).inspect(arrived);
            NewVersion version =
                    new PublishValidation().validate(PackageName.parse("large"), document, facts, Set.of());
            if (!version.tarball().integrity().equals(tarball.integrity())
                    || facts.unpackedBytes() < ((long) mebibytes << 20)) {
                throw new IllegalStateException("the tarball arrived changed");
            }
        }
    }

    private static SpooledTarball make(TarballSpool spool, int mebibytes) throws IOException {
        byte[] manifest = "{\"name\":\"large\",\"version\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[1 << 20];
        new Random(1).nextBytes(block);
        try (SpoolWriter writer = spool.begin();
                var gzip = new StoringGzip(writer);
                var tar = new TarArchiveOutputStream(gzip)) {
            begin(tar, "package/package.json", manifest.length);
            tar.write(manifest);
            tar.closeArchiveEntry();
            begin(tar, "package/data.bin", (long) mebibytes << 20);
            for (int i = 0; i < mebibytes; i++) {
                tar.write(block);
            }
            tar.closeArchiveEntry();
            tar.finish();
            gzip.finish();
            return writer.finish();
        }
    }

    private static void begin(TarArchiveOutputStream tar, String path, long size) throws IOException {
        var entry = new TarArchiveEntry(path);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }

    private static final class StoringGzip extends GZIPOutputStream {
        StoringGzip(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
