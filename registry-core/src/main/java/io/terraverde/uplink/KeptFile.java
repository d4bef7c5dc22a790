package io.terraverde.uplink;

import io.terraverde.cache.CacheStore;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of a mirror as it lies in the cache, opened. What the server said of it stands in front of its bytes,
/// so that both are written and replaced in one step.
final class KeptFile implements AutoCloseable {
    /*
     * One object:
     *
     *   0     4   the form: FORM
     *   4     8   id of the fetch, random
     *   12    8   size of the file in bytes
     *   20    8   when it was fetched, milliseconds since 1970
     *   28    8   when the server says it was changed, the same; Long.MIN_VALUE when it does not say
     *   36    2+n entity tag in modified UTF-8, empty when there is none
     *   ..    2+n content type, the same
     *   ..        zeros
     *   1024      the bytes of the file
     */
    private static final Logger log = LoggerFactory.getLogger(KeptFile.class);
    private static final int FORM = 0x74764d31;
    private static final int HEADER_BYTES = 1024;
    private static final int MAX_TEXT_CHARACTERS = 150;

    private final CacheStore cache;
    private final String key;
    private final Header header;
    private final Revision revision;
    private final InputStream body;

    private KeptFile(CacheStore cache, String key, Header header, Revision revision, InputStream body) {
        this.cache = cache;
        this.key = key;
        this.header = header;
        this.revision = revision;
        this.body = body;
    }

    /// What is kept beside the bytes.
    ///
    /// @param id of the fetch; another fetch of the same bytes has another
    /// @param head with the size
    record Header(long id, Instant fetched, FileHead head) {}

    /// Opens a kept file; empty when there is none, or something else.
    static Optional<KeptFile> open(CacheStore cache, String key) {
        Optional<BlobRead.Found> found = cache.read(key, ReadIf.always());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        BlobRead.Found object = found.get();
        try {
            Header header = decode(object.body().readNBytes(HEADER_BYTES));
            if (header.head().sizeBytes().orElseThrow() + HEADER_BYTES
                    == object.meta().sizeBytes()) {
                return Optional.of(
                        new KeptFile(cache, key, header, object.meta().revision(), object.body()));
            }
            log.warn("cache holds a file of another size than it says key={}", key);
        } catch (IOException e) {
            log.warn("cache holds something that cannot be read key={} reason={}", key, e.toString());
        }
        closeQuietly(object.body());
        return Optional.empty();
    }

    /// The object for a file that was just fetched.
    static BlobBody objectOf(Header header, BlobBody file) {
        byte[] front = encode(header);
        return new BlobBody() {
            @Override
            public long sizeBytes() {
                return front.length + file.sizeBytes();
            }

            @Override
            public InputStream open() throws IOException {
                return new SequenceInputStream(new ByteArrayInputStream(front), file.open());
            }
        };
    }

    /// What is kept beside the bytes.
    Header header() {
        return header;
    }

    /// The bytes; closing them closes this.
    InputStream body() {
        return body;
    }

    /// The bytes from `first` to `last`, both included. They may come from the stream of {@link #body}.
    InputStream range(long first, long last) throws IOException {
        Optional<BlobRead.Found> part = cache.read(key, ReadIf.range(HEADER_BYTES + first, HEADER_BYTES + last));
        if (part.isPresent()) {
            if (part.get().meta().revision().equals(revision)) {
                return part.get().body();
            }
            closeQuietly(part.get().body());
        }
        // It was replaced or evicted since it was opened.
        body.skipNBytes(first);
        return body;
    }

    @Override
    public void close() {
        closeQuietly(body);
    }

    private static byte[] encode(Header header) {
        FileHead head = header.head();
        var bytes = new ByteArrayOutputStream(HEADER_BYTES);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(FORM);
            out.writeLong(header.id());
            out.writeLong(head.sizeBytes().orElseThrow());
            out.writeLong(header.fetched().toEpochMilli());
            out.writeLong(head.lastModified().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
            out.writeUTF(shortText(head.etag()));
            out.writeUTF(shortText(head.contentType()));
            out.write(new byte[HEADER_BYTES - out.size()]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static Header decode(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != FORM) {
                throw new IOException("it has another form");
            }
            long id = in.readLong();
            long size = in.readLong();
            Instant fetched = Instant.ofEpochMilli(in.readLong());
            long modified = in.readLong();
            return new Header(
                    id,
                    fetched,
                    new FileHead(
                            OptionalLong.of(size),
                            text(in.readUTF()),
                            modified == Long.MIN_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(modified)),
                            text(in.readUTF())));
        }
    }

    /// What is longer is of no use that would be worth the room.
    private static String shortText(Optional<String> text) {
        return text.filter(some -> some.length() <= MAX_TEXT_CHARACTERS).orElse("");
    }

    private static Optional<String> text(String some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some);
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("closing an object of the cache failed", e);
        }
    }
}
