package io.terraverde.testkit;

import io.terraverde.storage.BlobBody;
import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.SpooledTarball;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Publish documents as npm 11 writes them, scoped or not: `aPublishOf("@acme/base", "1.0.0", tarball).bytes()`.
public final class PublishFixture {
    private final String name;
    private final String version;
    private final BlobBody tarball;
    private final Integrity integrity;

    private PublishFixture(String name, String version, BlobBody tarball, Integrity integrity) {
        this.name = name;
        this.version = version;
        this.tarball = tarball;
        this.integrity = integrity;
    }

    /// The document that publishes these bytes.
    public static PublishFixture aPublishOf(String name, String version, byte[] tarball) {
        return new PublishFixture(name, version, BlobBody.of(tarball), Integrity.of(tarball));
    }

    /// The document that publishes a tarball too large for memory.
    public static PublishFixture aPublishOf(String name, String version, SpooledTarball tarball) {
        return new PublishFixture(name, version, tarball.body(), tarball.integrity());
    }

    /// The document up to the base64 data of the tarball.
    public String beforeData() {
        return String.format(Locale.ROOT, """
                {"_id":"%1$s","name":"%1$s","description":"d","dist-tags":{"latest":"%2$s"},\
                "versions":{"%2$s":%3$s},"access":null,\
                "_attachments":{"%1$s-%2$s.tgz":{"content_type":"application/octet-stream","data":\"""", name, version, manifest());
    }

    /// The document after the base64 data of the tarball.
    public String afterData() {
        return "\",\"length\":" + tarball.sizeBytes() + "}}}";
    }

    /// The manifest of the version.
    public String manifest() {
        return String.format(Locale.ROOT, """
                {"name":"%1$s","version":"%2$s","description":"d","readme":"# readme\\n","readmeFilename":"README.md",\
                "_id":"%1$s@%2$s","_nodeVersion":"24.21.0","_npmVersion":"11.6.2","dist":{"integrity":"%3$s",\
                "shasum":"%4$s","tarball":"http://localhost:4873/%1$s/-/%1$s-%2$s.tgz"}}""", name, version, integrity.sri(), integrity.shasum());
    }

    /// The whole document as a stream that takes little memory.
    public InputStream open() throws IOException {
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(beforeData().getBytes(StandardCharsets.UTF_8)),
                new Base64Stream(tarball.open()),
                new ByteArrayInputStream(afterData().getBytes(StandardCharsets.UTF_8)))));
    }

    /// The whole document as text.
    public String text() throws IOException {
        try (InputStream document = open()) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Encodes a stream in base64 while it is read.
    private static final class Base64Stream extends InputStream {
        private final InputStream source;
        private final byte[] block = new byte[3 * 8 * 1024];
        private byte[] encoded = new byte[0];
        private int at;

        Base64Stream(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (at == encoded.length) {
                int count = source.readNBytes(block, 0, block.length);
                if (count == 0) {
                    return -1;
                }
                encoded = Base64.getEncoder().encode(count == block.length ? block : Arrays.copyOf(block, count));
                at = 0;
            }
            int count = Math.min(length, encoded.length - at);
            System.arraycopy(encoded, at, target, from, count);
            at += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
