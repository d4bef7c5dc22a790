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
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The packuments of hosted packages: read through a bounded cache, changed by commits.
///
/// A tombstone is given out like any packument; whoever answers clients treats it as absent.
public final class Packuments {
    /*
     * Read after acknowledgement, on every instance, without a message between them (L is the lease):
     *
     *   - An entry may be answered from while now - start < L, where `start` was taken before the request that validated
     *     it was sent. If that request saw a state older than some commit, the commit was confirmed after `start`.
     *   - A writer answers its client only L after its commit was confirmed, so after start + L.
     *   - Hence an entry older than an acknowledged commit is no longer answered from, wherever it is cached.
     *
     * With L = 0 every read asks the store, which costs one stat on files.
     *
     * Readers that find a packument changed load it one after the other under a lock of its own, so that a large document
     * is in memory once however many ask.
     */
    private static final int LOCKS = 256;

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
    private final Pauses pauses;
    private final Cache<BlobKey, Entry> cache;
    private final ReentrantLock[] loading = new ReentrantLock[LOCKS];

    /// @param cacheBytes about how much memory cached packuments may take
    public Packuments(
            DocumentStore<Packument> documents, StorageLayout layout, Lease lease, Pauses pauses, long cacheBytes) {
        this.documents = documents;
        this.layout = layout;
        this.lease = lease;
        this.pauses = pauses;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((BlobKey key, Entry entry) -> entry.weight())
                .executor(Runnable::run)
                .build();
        for (int i = 0; i < LOCKS; i++) {
            loading[i] = new ReentrantLock();
        }
    }

    /// A packument that is not older than any write acknowledged before this call.
    public Optional<Document<Packument>> find(PackageName name) {
        BlobKey key = layout.packument(name);
        @Nullable Entry entry = cache.getIfPresent(key);
        if (entry != null && isCurrent(key, entry)) {
            return entry.document;
        }
        return alone(key, () -> {
            @Nullable Entry newer = cache.getIfPresent(key);
            return newer != null && lease.holds(newer.start) ? newer.document : refresh(key, newer);
        });
    }

    /// Whether the packument still is at a revision, for those who keep something made of it. Loads nothing.
    public boolean isAt(PackageName name, Revision revision) {
        BlobKey key = layout.packument(name);
        @Nullable Entry entry = cache.getIfPresent(key);
        if (entry != null && lease.holds(entry.start)) {
            return entry.document
                    .map(document -> document.meta().revision().equals(revision))
                    .orElse(false);
        }
        return documents.isCurrent(key, revision);
    }

    /// A packument as the store has it now, whatever the lease.
    public Optional<Document<Packument>> fresh(PackageName name) {
        BlobKey key = layout.packument(name);
        return alone(key, () -> refresh(key, cache.getIfPresent(key)));
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
        waitOutTheLease();
        return committed;
    }

    private boolean isCurrent(BlobKey key, Entry entry) {
        if (lease.holds(entry.start)) {
            return true;
        }
        // Without a lease the check is so cheap that nobody need queue for it.
        return lease.length().isZero()
                && entry.document.isPresent()
                && documents.isCurrent(key, entry.document.get().meta().revision());
    }

    private Optional<Document<Packument>> refresh(BlobKey key, @Nullable Entry known) {
        long start = lease.start();
        Optional<Document<Packument>> document = known != null && known.document.isPresent()
                ? documents.refresh(key, known.document.get())
                : documents.load(key);
        remember(key, new Entry(start, document));
        return document;
    }

    /// Of two answers the one to the later request counts.
    private void remember(BlobKey key, Entry entry) {
        cache.asMap().merge(key, entry, (present, next) -> next.start - present.start >= 0 ? next : present);
    }

    private <R> R alone(BlobKey key, Supplier<R> work) {
        ReentrantLock lock = loading[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void waitOutTheLease() {
        if (lease.length().isZero()) {
            return;
        }
        try {
            pauses.pause(lease.length());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted while a committed write became visible everywhere", e);
        }
    }
}
