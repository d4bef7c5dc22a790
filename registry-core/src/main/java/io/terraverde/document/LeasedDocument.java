package io.terraverde.document;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One document, held in memory for a lease, so that reading it costs no request to the store, and yet no read that
/// begins after a change was acknowledged sees an older state, on any instance.
///
/// Absence is leased like a value.
///
/// @param <T> the immutable value of the document
public final class LeasedDocument<T> {
    /*
     * Why a read that begins after an acknowledgement sees the change. Let L be the lease, the same on all instances.
     *
     *   - A held state was read by a request that began at s. It answers reads that begin before s + L, and no others.
     *   - A change is committed at c, known to be committed at k >= c, and acknowledged at a >= k + L.
     *   - An instance that holds a state from before the change read it before c, so s < c. It answers from it only
     *     reads that begin before s + L < c + L <= a: reads that began before the acknowledgement.
     *   - What a writer gets back is held too, with the time at which it came for s. That is early enough, because the
     *     commit loop gives nobody a state that it read before he came: neither one that it wrote, nor, where there was
     *     nothing to write, the one that it found.
     *
     * Times are of the monotonic clock of each process; only lengths are compared between processes, so the clocks need
     * not agree on the time of day. A machine that is suspended stops that clock: suspended instances must not be
     * resumed into service.
     *
     * One request at a time asks the store. A reader that finds the state too old waits for the turn; when it gets it,
     * it uses what came meanwhile if that request began after the reader came (or is within the lease), and asks itself
     * otherwise. A failure is shared in the same way, so that a slow, failing store does not make a queue of readers
     * that each wait for it in turn. With L = 0 this is the whole of the rule: every read asks, but N concurrent reads
     * share two requests.
     *
     * The turn is held during I/O: that is its purpose. A writer does not need it, and waits out L outside of everything.
     */
    private record Held<T>(Optional<Document<T>> document, long since) {}

    private record Failed(StorageException failure, long since) {}

    private final DocumentStore<T> documents;
    private final BlobKey key;
    private final Lease lease;
    private final Lease noLease;
    private final Pauses pauses;
    private final ReentrantLock turn = new ReentrantLock();
    private final Object swap = new Object();
    private volatile @Nullable Held<T> held;
    private volatile @Nullable Failed failed;

    /// A document under a key, with a lease that all instances over one store have in common.
    ///
    /// @param pauses waits by the clock of the lease
    public LeasedDocument(DocumentStore<T> documents, BlobKey key, Lease lease, Pauses pauses) {
        this.documents = documents;
        this.key = key;
        this.lease = lease;
        this.noLease = new Lease(Duration.ZERO, lease.nanoTime());
        this.pauses = pauses;
    }

    /// The document, as new as promised; empty when there is none. Asks the store only when the lease has run out.
    ///
    /// @throws StorageException when the store has to be asked and fails
    public Optional<Document<T>> get() {
        long now = lease.start();
        Held<T> current = held;
        return current != null && lease.covers(current.since, now) ? current.document : asked(now, lease);
    }

    /// The document as the store has it: asks also within the lease. For a look before a change, and for tests.
    ///
    /// @throws StorageException when the store fails
    public Optional<Document<T>> fresh() {
        return asked(lease.start(), noLease);
    }

    /// Commits a change, and returns the document after it when no instance can answer from an older state any more.
    /// A change that leaves everything as it is waits too: what it found may have been committed a moment ago.
    ///
    /// @throws OutcomeUnknownException when it cannot be found out whether the change was committed
    /// @throws StorageException when the store fails or other writers always came first; nothing was changed
    public Document<T> update(Change<T> change) {
        Document<T> after = updateAhead(change);
        lease.waitOut(pauses);
        return after;
    }

    /// Commits a change, and returns the document after it at once: other instances may answer from an older state for
    /// a lease. For a change that is acknowledged only after a later one, which waits.
    ///
    /// @throws OutcomeUnknownException when it cannot be found out whether the change was committed
    /// @throws StorageException when the store fails or other writers always came first; nothing was changed
    public Document<T> updateAhead(Change<T> change) {
        long began = lease.start();
        Held<T> current = held;
        @Nullable Document<T> known = current == null ? null : current.document.orElse(null);
        Document<T> after = documents.update(key, known, change);
        hold(new Held<>(Optional.of(after), began));
        return after;
    }

    /// What a request found that began after `came`, or within the lease before it; made by this thread if there is
    /// none.
    private Optional<Document<T>> asked(long came, Lease within) {
        turn.lock();
        try {
            Held<T> current = held;
            if (current != null && within.covers(current.since, came)) {
                return current.document;
            }
            Failed failure = failed;
            if (failure != null && noLease.covers(failure.since, came)) {
                throw new StorageException(
                        failure.failure.kind(), String.valueOf(failure.failure.getMessage()), failure.failure);
            }
            return ask(current);
        } finally {
            turn.unlock();
        }
    }

    private Optional<Document<T>> ask(@Nullable Held<T> current) {
        long began = lease.start();
        @Nullable Document<T> known = current == null ? null : current.document.orElse(null);
        try {
            Optional<Document<T>> document = known == null ? documents.load(key) : documents.refresh(key, known);
            hold(new Held<>(document, began));
            failed = null;
            return document;
        } catch (StorageException e) {
            failed = new Failed(e, began);
            throw e;
        }
    }

    /// Keeps the newer of two states: a slow answer must not push out a later one.
    private void hold(Held<T> next) {
        synchronized (swap) {
            Held<T> current = held;
            if (current == null || next.since - current.since >= 0) {
                held = next;
            }
        }
    }
}
