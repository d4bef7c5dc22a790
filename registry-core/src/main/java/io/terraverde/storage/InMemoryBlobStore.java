package io.terraverde.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A store in the heap, for tests and for trying things out. Exact by construction: every write is one atomic step on
/// one map. Nothing survives the process.
public final class InMemoryBlobStore implements BlobStore {
    private static final class Blob {
        private final BlobMeta meta;
        private final byte[] bytes;

        Blob(BlobMeta meta, byte[] bytes) {
            this.meta = meta;
            this.bytes = bytes;
        }
    }

    private final ConcurrentNavigableMap<BlobKey, Blob> blobs = new ConcurrentSkipListMap<>();
    private final AtomicLong lastRevision = new AtomicLong();
    private final InstantSource clock;

    /// @param clock for the `modified` of what is written
    public InMemoryBlobStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public BlobRead read(BlobKey key, ReadIf condition) {
        Blob blob = blobs.get(key);
        if (blob == null) {
            return new BlobRead.Absent();
        }
        return switch (condition) {
            case ReadIf.Always() -> new BlobRead.Found(blob.meta, new ByteArrayInputStream(blob.bytes));
            case ReadIf.ChangedSince(Revision revision) ->
                blob.meta.revision().equals(revision)
                        ? new BlobRead.NotChanged()
                        : new BlobRead.Found(blob.meta, new ByteArrayInputStream(blob.bytes));
            case ReadIf.Range(long first, long last) -> {
                int from = (int) Math.min(first, blob.bytes.length);
                int to = last < blob.bytes.length ? (int) last + 1 : blob.bytes.length;
                yield new BlobRead.Found(blob.meta, new ByteArrayInputStream(blob.bytes, from, to - from));
            }
        };
    }

    @Override
    public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        byte[] bytes = allOf(key, body);
        Revision revision = new Revision(Long.toString(lastRevision.incrementAndGet()));
        Blob next = new Blob(new BlobMeta(key, revision, bytes.length, clock.instant()), bytes);
        Blob after = blobs.compute(key, (ignored, present) -> holds(condition, present) ? next : present);
        return after != null && after.meta.revision().equals(revision)
                ? new PutResult.Stored(next.meta)
                : new PutResult.Refused();
    }

    @Override
    public void delete(BlobKey key) {
        blobs.remove(key);
    }

    @Override
    public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
        List<BlobMeta> entries = new ArrayList<>();
        var from = after == null ? blobs : blobs.tailMap(after, false);
        for (Blob blob : from.values()) {
            if (!blob.meta.key().value().startsWith(prefix)) {
                continue;
            }
            if (entries.size() == limit) {
                return new BlobPage(entries, true);
            }
            entries.add(blob.meta);
        }
        return new BlobPage(entries, false);
    }

    @Override
    public void check() {
        // Memory always answers.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }

    private static boolean holds(PutIf condition, @Nullable Blob present) {
        return switch (condition) {
            case PutIf.Always() -> true;
            case PutIf.IfAbsent() -> present == null;
            case PutIf.IfMatches(Revision revision) ->
                present != null && present.meta.revision().equals(revision);
        };
    }

    private static byte[] allOf(BlobKey key, BlobBody body) {
        try (InputStream in = body.open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != body.sizeBytes()) {
                throw new IOException("it has " + bytes.length + " bytes instead of " + body.sizeBytes());
            }
            return bytes;
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, "cannot read the body to write to \"" + key + "\"", e);
        }
    }
}
