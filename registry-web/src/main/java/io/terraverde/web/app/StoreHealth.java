package io.terraverde.web.app;

import io.terraverde.document.Lease;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.StorageException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether the store works. Asked by anybody, without credentials, so an answer is kept for a moment, and one
/// request at a time asks the store.
final class StoreHealth {
    private record Answer(Optional<String> problem, long since) {}

    private final BlobStore store;
    private final Lease kept;

    /// Held while the store is asked.
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Answer last;

    /// @param kept how long an answer counts
    StoreHealth(BlobStore store, Lease kept) {
        this.store = store;
        this.kept = kept;
    }

    /// What is wrong with it; empty when it works.
    Optional<String> problem() {
        long came = kept.start();
        Answer known = last;
        if (known != null && kept.covers(known.since, came)) {
            return known.problem;
        }
        asking.lock();
        try {
            Answer meanwhile = last;
            return meanwhile != null && kept.covers(meanwhile.since, came) ? meanwhile.problem : ask();
        } finally {
            asking.unlock();
        }
    }

    private Optional<String> ask() {
        long since = kept.start();
        Optional<String> problem;
        try {
            store.check();
            problem = Optional.empty();
        } catch (StorageException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        last = new Answer(problem, since);
        return problem;
    }
}
