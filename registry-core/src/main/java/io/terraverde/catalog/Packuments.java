package io.terraverde.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.document.Change;
import io.terraverde.document.Document;
import io.terraverde.document.DocumentStore;
import io.terraverde.document.Lease;
import io.terraverde.document.Pauses;
import io.terraverde.document.StorageLayout;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The packuments of hosted packages: read through a bounded cache, changed by commits.
///
/// A tombstone is given out like any packument; whoever answers clients treats it as absent.
public final class Packuments {
    /*
     * Read after acknowledgement, on every instance, without a message between them (L is the lease):
     *
     *   - An entry answers readers who came before start + L, where `start` was taken before the request that validated it
     *     was sent. If that request saw a state older than some commit, the commit was confirmed after `start`.
     *   - A writer answers its client only L after its commit was confirmed, so after start + L.
     *   - Hence no reader who comes after that answer gets an older entry, wherever it is cached.
     *   - What a writer gets back is an entry too, with the time of its coming for `start`: the commit loop gives
     *     nobody a state that it read before he came.
     *
     * With L = 0 every read asks the store, which costs one stat on files.
     *
     * Readers that find a packument changed load it in turns, so that a large document is in memory once however many ask;
     * who gets the turn takes what came meanwhile if it was asked for after the reader came. A failure is passed on in
     * the same way: readers need not wait one after the other for a store that does not answer. The turn is held during
     * I/O: that is its purpose.
     */
    private static final int TURNS = 256;

    private record Failed(BlobKey key, StorageException failure, long start) {}

    /// A turn that the packuments of one hash share.
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Failed failed;
    }

    private record Entry(long start, Optional<Document<Packument>> document) {
        /// About what the entry holds in memory: the document's bytes, and what indexes them.
        int weight() {
            return (int) Math.min(
                    Integer.MAX_VALUE / 2,
                    document.map(d -> d.meta().sizeBytes() + d.meta().sizeBytes() / 4 + 4096)
                            .orElse(256L));
        }
    }

    private final DocumentStore<Packument> documents;
    private final StorageLayout layout;
    private final Lease lease;
    private final Lease noLease;
    private final Pauses pauses;
    private final Cache<BlobKey, Entry> cache;
    private final Turn[] turns = new Turn[TURNS];

    /// @param pauses waits by the clock of the lease
    /// @param cacheBytes about how much memory cached packuments may take
    public Packuments(
            DocumentStore<Packument> documents, StorageLayout layout, Lease lease, Pauses pauses, long cacheBytes) {
        this.documents = documents;
        this.layout = layout;
        this.lease = lease;
        this.noLease = new Lease(Duration.ZERO, lease.nanoTime());
        this.pauses = pauses;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((BlobKey key, Entry entry) -> entry.weight())
                .executor(Runnable::run)
                .build();
        Arrays.setAll(turns, i -> new Turn());
    }

    /// A packument that is not older than any write acknowledged before this call.
    public Optional<Document<Packument>> find(PackageName name) {
        long came = lease.start();
        BlobKey key = layout.packument(name);
        @Nullable Entry entry = cache.getIfPresent(key);
        return entry != null && isCurrent(key, entry, came) ? entry.document : asked(key, came, lease);
    }

    /// Whether the packument still is at a revision, for those who keep something made of it. Loads nothing.
    public boolean isAt(PackageName name, Revision revision) {
        BlobKey key = layout.packument(name);
        @Nullable Entry entry = cache.getIfPresent(key);
        if (entry != null && lease.covers(entry.start, lease.start())) {
            return entry.document
                    .map(document -> document.meta().revision().equals(revision))
                    .orElse(false);
        }
        return documents.isCurrent(key, revision);
    }

    /// A packument as this process saw it last, however long ago; empty when it does not remember. Asks nobody.
    public Optional<Document<Packument>> remembered(PackageName name) {
        @Nullable Entry entry = cache.getIfPresent(layout.packument(name));
        return entry == null ? Optional.empty() : entry.document;
    }

    /// A packument as the store has it now, whatever the lease.
    public Optional<Document<Packument>> fresh(PackageName name) {
        return asked(layout.packument(name), lease.start(), noLease);
    }

    /// Commits a change of a packument. When this returns, no instance answers from an older state.
    ///
    /// @throws OutcomeUnknownException when it cannot be found out whether the change was committed
    public Document<Packument> update(PackageName name, Change<Packument> change) {
        BlobKey key = layout.packument(name);
        @Nullable Entry entry = cache.getIfPresent(key);
        @Nullable Document<Packument> known = entry == null ? null : entry.document.orElse(null);
        long start = lease.start();
        Document<Packument> committed = documents.update(key, known, change);
        remember(key, new Entry(start, Optional.of(committed)));
        lease.waitOut(pauses);
        return committed;
    }

    private boolean isCurrent(BlobKey key, Entry entry, long came) {
        if (lease.covers(entry.start, came)) {
            return true;
        }
        // Without a lease the check is so cheap that nobody need queue for it.
        return lease.length().isZero()
                && entry.document.isPresent()
                && documents.isCurrent(key, entry.document.get().meta().revision());
    }

    /// What a request found that began after `came`, or within the lease before it; made by this thread if there is
    /// none.
    private Optional<Document<Packument>> asked(BlobKey key, long came, Lease within) {
        Turn turn = turns[Math.floorMod(key.hashCode(), TURNS)];
        turn.lock.lock();
        try {
            @Nullable Entry entry = cache.getIfPresent(key);
            if (entry != null && within.covers(entry.start, came)) {
                return entry.document;
            }
            Failed failed = turn.failed;
            if (failed != null && failed.key.equals(key) && noLease.covers(failed.start, came)) {
                StorageException failure = failed.failure;
                throw new StorageException(failure.kind(), String.valueOf(failure.getMessage()), failure);
            }
            return ask(key, entry, turn);
        } finally {
            turn.lock.unlock();
        }
    }

    private Optional<Document<Packument>> ask(BlobKey key, @Nullable Entry known, Turn turn) {
        long start = lease.start();
        try {
            Optional<Document<Packument>> document = known != null && known.document.isPresent()
                    ? documents.refresh(key, known.document.get())
                    : documents.load(key);
            remember(key, new Entry(start, document));
            turn.failed = null;
            return document;
        } catch (StorageException e) {
            turn.failed = new Failed(key, e, start);
            throw e;
        }
    }

    /// Of two answers the one to the later request counts.
    private void remember(BlobKey key, Entry entry) {
        cache.asMap().merge(key, entry, (present, next) -> next.start - present.start >= 0 ? next : present);
    }
}
