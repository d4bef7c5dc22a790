package io.terraverde.it.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/// A package with one file of noise, which no compression makes smaller. Its tarball is a file and its publish
/// document a stream, so that neither is ever whole in memory.
public final class LargePackage {
    private static final int BUFFER = 1 << 16;
    private static final String DATA = "\"HERE\"";

    private final PackageSource source;
    private final Path tarball;
    private final String shasum;
    private final String integrity;

    private LargePackage(PackageSource source, Path tarball, MessageDigest sha1, MessageDigest sha512) {
        this.source = source;
        this.tarball = tarball;
        this.shasum = HexFormat.of().formatHex(sha1.digest());
        this.integrity = Digests.integrity(sha512.digest(), "sha512");
    }

    /// Writes the tarball of a package with this many bytes of noise.
    public static LargePackage write(PackageSource source, long bytes, Path tarball) {
        MessageDigest sha1 = Digests.digest("SHA-1");
        MessageDigest sha512 = Digests.digest("SHA-512");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(tarball), BUFFER);
                var summed = new DigestOutputStream(new DigestOutputStream(file, sha1), sha512);
                var zipped = new Stored(summed)) {
            byte[] manifest = source.manifest().toString().getBytes(US_ASCII);
            zipped.write(Tarball.header("package/package.json", manifest.length, '0', ""));
            zipped.write(manifest);
            zipped.write(new byte[Tarball.padding(manifest.length)]);
            zipped.write(Tarball.header("package/noise", bytes, '0', ""));
            var random = new SplittableRandom(42);
            var noise = new byte[BUFFER];
            for (long left = bytes; left > 0; left -= BUFFER) {
                random.nextBytes(noise);
                zipped.write(noise, 0, (int) Math.min(BUFFER, left));
            }
            zipped.write(new byte[Tarball.padding(bytes) + 1024]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + tarball, e);
        }
        return new LargePackage(source, tarball, sha1, sha512);
    }

    /// `dist.integrity`.
    public String integrity() {
        return integrity;
    }

    /// How long the tarball is, in bytes.
    public long length() {
        try {
            return Files.size(tarball);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see " + tarball, e);
        }
    }

    /// The publish document, as a stream of known length.
    public BodyPublisher document() {
        ObjectNode document = PublishDocument.without(source);
        ObjectNode dist =
                (ObjectNode) document.path("versions").path(source.version()).path("dist");
        dist.put("integrity", integrity).put("shasum", shasum);
        document.putObject("_attachments")
                .putObject(PublishDocument.attachment(source))
                .put("content_type", "application/octet-stream")
                .put("data", "HERE")
                .put("length", length());
        String text = document.toString();
        int at = text.indexOf(DATA);
        byte[] before = (text.substring(0, at) + '"').getBytes(US_ASCII);
        byte[] after = ('"' + text.substring(at + DATA.length())).getBytes(US_ASCII);
        long whole = before.length + (length() + 2) / 3 * 4 + after.length;
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(before), base64(), new ByteArrayInputStream(after)))));
        return BodyPublishers.fromPublisher(stream, whole);
    }

    /// The sum of a stream, as `dist.integrity` writes it.
    public static String integrity(InputStream in) {
        MessageDigest sha512 = Digests.digest("SHA-512");
        var buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha512.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a tarball", e);
        }
        return Digests.integrity(sha512.digest(), "sha512");
    }

    private InputStream base64() {
        try {
            return new Base64InputStream(Files.newInputStream(tarball));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + tarball, e);
        }
    }

    /// gzip that does not try to compress.
    private static final class Stored extends GZIPOutputStream {
        Stored(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.NO_COMPRESSION);
        }
    }
}
