package io.terraverde.storage.s3;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of an S3 store, or the part of one below a key prefix. Any number of processes may share it.
///
/// A revision is an object's ETag, as the store gives it. On most stores that is a digest of the bytes, so it
/// comes back when they do. `modified` is in whole seconds, by the store's clock.
public final class S3BlobStore implements BlobStore {
    /*
     * What this rests on is that the store enforces conditions on writes. Not every one does, and some do it wrongly, so
     * `open` tries them out (see Probe), and refuses a store that fails.
     *
     * Reads, lists and deletes are repeated by the SDK; conditional writes never, see Writes. What the answers mean is
     * decided in Failures alone. A delete is not conditional: on Ceph 20 a conditional delete and a conditional write
     * of one revision were both acknowledged.
     */
    private static final BlobKey ALIVE = BlobKey.of(".terraverde/probe/alive");

    private final S3Clients clients;
    private final S3Options options;
    private final S3Keys keys;
    private final Reads reads;
    private final Writes writes;
    private final @Nullable LockedWrites lockedWrites;
    private final Multipart multipart;
    private final InstantSource clock;

    private S3BlobStore(S3Clients clients, S3Options options, Dialect dialect, Sources sources) {
        this.clients = clients;
        this.options = options;
        this.keys = new S3Keys(options.keyPrefix());
        this.reads = new Reads(clients.repeating(), options);
        this.writes = new Writes(clients, options, dialect, sources);
        this.lockedWrites =
                dialect.enforcement() == Dialect.Enforcement.PROCESS ? new LockedWrites(reads, writes) : null;
        this.multipart = new Multipart(clients, new WriteForm(options), dialect);
        this.clock = sources.clock();
    }

    /// Waits. As `Thread.sleep`.
    @FunctionalInterface
    public interface Pauses {
        /// Returns after about this time.
        ///
        /// @throws InterruptedException when the thread is interrupted meanwhile
        void pause(Duration duration) throws InterruptedException;
    }

    /// The outside world.
    ///
    /// @param random for jitter and names that nobody else uses; safe for concurrent use
    public record Sources(Pauses pauses, InstantSource clock, RandomGenerator random) {}

    /// Opens a bucket, after a look at how its store treats conditions on writes.
    ///
    /// @param observer told of every request
    /// @throws StorageException of kind `UNAVAILABLE` when the store does not answer, and of another when the
    ///     bucket cannot be used; the message says what to do
    public static S3BlobStore open(S3Options options, Sources sources, S3Observer observer) {
        S3Clients clients = S3Clients.of(options, observer);
        try {
            Dialect dialect = new Probe(clients, options, sources).dialect();
            return new S3BlobStore(clients, options, dialect, sources);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    @Override
    public BlobRead read(BlobKey key, ReadIf condition) {
        return reads.read(key, condition);
    }

    @Override
    public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        return lockedWrites == null ? writes.put(key, body, condition) : lockedWrites.put(key, body, condition);
    }

    @Override
    public void delete(BlobKey key) {
        try {
            clients.repeating()
                    .deleteObject(request -> request.bucket(options.bucket()).key(keys.of(key)));
        } catch (SdkException e) {
            throw Failures.ofDelete("cannot delete \"" + key + "\"", e);
        }
    }

    @Override
    public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
        List<BlobMeta> entries = new ArrayList<>();
        @Nullable String from = after == null ? null : keys.of(after);
        // Objects whose keys cannot be ours leave holes in pages; nobody is given an empty page before the last.
        while (true) {
            ListObjectsV2Response page = page(prefix, from, limit - entries.size());
            for (S3Object object : page.contents()) {
                keys.parse(object.key())
                        .ifPresent(key ->
                                entries.add(Reads.meta(key, object.eTag(), object.size(), object.lastModified())));
                from = object.key();
            }
            boolean more = Boolean.TRUE.equals(page.isTruncated());
            if (!more || entries.size() == limit) {
                return new BlobPage(entries, more);
            }
            if (page.contents().isEmpty()) {
                throw new StorageException(
                        StorageException.Kind.UNAVAILABLE,
                        "cannot list \"" + prefix + "\": the store gives an empty page that is not the last",
                        null);
            }
        }
    }

    @Override
    public void check() {
        BlobRead _ = reads.read(ALIVE, ReadIf.range(0, 0));
    }

    /// Gives up uploads that were begun longer ago than this and never completed, because the instance that
    /// began them died. They take room in the bucket, and no list shows them.
    ///
    /// @param age longer than any upload takes
    /// @return how many
    public int abortUploadsOlderThan(Duration age) {
        try {
            return multipart.abortOlderThan(clock.instant().minus(age));
        } catch (SdkException e) {
            throw Failures.of("cannot list the uploads under way", e);
        }
    }

    /// Addresses at which clients can read objects without us.
    ///
    /// @param lifetime how long one is good, at most seven days
    /// @param reachedAt where clients reach the store, when it is elsewhere than for us
    public SignedAddresses signedAddresses(Duration lifetime, Optional<URI> reachedAt) {
        return new SignedAddresses(clients.presigner(reachedAt), options, lifetime);
    }

    @Override
    public void close() {
        clients.close();
    }

    private ListObjectsV2Response page(String prefix, @Nullable String after, int limit) {
        String listing = "cannot list \"" + prefix + "\"";
        try {
            ListObjectsV2Response page = clients.repeating()
                    .listObjectsV2(request -> request.bucket(options.bucket())
                            .prefix(keys.of(prefix))
                            .startAfter(after)
                            .maxKeys(limit));
            if (page.isTruncated() == null) {
                // An answer that is cut off before its body is read as a page without entries.
                throw new StorageException(StorageException.Kind.UNAVAILABLE, listing + ": the answer broke off", null);
            }
            return page;
        } catch (SdkException e) {
            throw Failures.of(listing, e);
        }
    }
}
