package io.terraverde.storage.s3;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.Revision;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Conditional writes to a store that enforces no conditions: this process looks first, and then writes. Right
/// as long as no other process writes.
final class LockedWrites {
    private static final int LOCKS = 256;

    private final Reads reads;
    private final Writes writes;

    /// Each guards the writes of the keys of one hash, from the look to the end of the write: it is held during
    /// I/O.
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    LockedWrites(Reads reads, Writes writes) {
        this.reads = reads;
        this.writes = writes;
        Arrays.setAll(locks, i -> new ReentrantLock());
    }

    PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        ReentrantLock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        try {
            return holds(key, condition) ? writes.put(key, body, PutIf.always()) : new PutResult.Refused();
        } finally {
            lock.unlock();
        }
    }

    private boolean holds(BlobKey key, PutIf condition) {
        Optional<Revision> present = reads.revision(key);
        return switch (condition) {
            case PutIf.Always() -> true;
            case PutIf.IfAbsent() -> present.isEmpty();
            case PutIf.IfMatches(Revision revision) ->
                present.filter(revision::equals).isPresent();
        };
    }
}
