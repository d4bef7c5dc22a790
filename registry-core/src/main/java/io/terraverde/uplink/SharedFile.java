package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A file that one transfer fills and many read meanwhile. It counts its users, of which the transfer is one;
/// the last to go frees the bytes.
final class SharedFile {
    /// The end of the file that nobody gets before the whole was checked.
    static final int HELD_BYTES = 16 * 1024;

    /// How far it is.
    private sealed interface State {
        record Asked() implements State {}

        record Absent() implements State {}

        record Arriving(FileHead head) implements State {}

        record Whole(FileHead head, long sizeBytes) implements State {}

        record Failed(RuntimeException failure) implements State {}
    }

    private final SpooledBytes bytes;
    private final boolean checked;
    /// Guards what follows.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private State state = new State.Asked();
    private long arrivedBytes;
    private int users = 1;

    /// A file with one user: its transfer.
    ///
    /// @param checked whether something was declared that the whole is compared with
    SharedFile(SpooledBytes bytes, boolean checked) {
        this.bytes = bytes;
        this.checked = checked;
    }

    /// The bytes, for one who was told how many there are.
    SpooledBytes bytes() {
        return bytes;
    }

    /// Adds a user, unless the transfer has ended without a file.
    boolean enter() {
        lock.lock();
        try {
            if (state instanceof State.Absent || state instanceof State.Failed) {
                return false;
            }
            users++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Adds a user, on behalf of one who is a user.
    void retain() {
        lock.lock();
        try {
            users++;
        } finally {
            lock.unlock();
        }
    }

    /// A user goes.
    void release() {
        if (isLast()) {
            bytes.discard();
        }
    }

    private boolean isLast() {
        lock.lock();
        try {
            users--;
            return users == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for what the server says of the file; empty when it has none.
    ///
    /// @throws UpstreamException when it gives no usable answer
    /// @throws RegistryException.Unavailable when it could not be asked
    Optional<FileHead> awaitHead() {
        lock.lock();
        try {
            while (state instanceof State.Asked) {
                changed.await();
            }
            return switch (state) {
                case State.Asked(), State.Absent() -> Optional.empty();
                case State.Arriving(FileHead head) -> Optional.of(head);
                case State.Whole(FileHead head, long ignored) -> Optional.of(head);
                case State.Failed(RuntimeException failure) -> throw again(failure);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException.Unavailable(
                    RegistryException.Unavailable.Reason.BUSY, "interrupted while waiting for a file", null, e);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until bytes from a position on may be read.
    ///
    /// @param last the last byte of interest
    /// @return how many; 0 at the end
    /// @throws IOException when the rest will not come
    long awaitBytes(long position, long last) throws IOException {
        lock.lock();
        try {
            for (; ; ) {
                switch (state) {
                    case State.Whole(FileHead ignored, long sizeBytes) -> {
                        return Math.max(0, Math.min(last + 1, sizeBytes) - position);
                    }
                    case State.Failed(RuntimeException failure) ->
                        throw new IOException(failure.getMessage(), again(failure));
                    case State.Arriving(FileHead head) -> {
                        long until = Math.min(givenOut(head), checked ? last : last + 1);
                        if (until > position || position > last) {
                            return Math.max(0, until - position);
                        }
                    }
                    case State.Asked(), State.Absent() -> throw new IllegalStateException("nobody can read yet");
                }
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while waiting for a file");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            lock.unlock();
        }
    }

    private long givenOut(FileHead head) {
        return head.sizeBytes().isPresent()
                ? Math.min(arrivedBytes, head.sizeBytes().getAsLong() - HELD_BYTES)
                : arrivedBytes - HELD_BYTES;
    }

    /// The server has no such file.
    void absent() {
        become(new State.Absent());
    }

    /// The server has it, and the bytes will come.
    void begin(FileHead head) {
        become(new State.Arriving(head));
    }

    /// So many bytes are here.
    void arrived(long count) {
        lock.lock();
        try {
            arrivedBytes = count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// All bytes are here and what they must be.
    void whole(FileHead head, long sizeBytes) {
        become(new State.Whole(head, sizeBytes));
    }

    /// There will be no whole file.
    void fail(RuntimeException failure) {
        become(new State.Failed(failure));
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// One failure reaches many threads, and each throws an exception of its own.
    private static RuntimeException again(RuntimeException failure) {
        return switch (failure) {
            case UpstreamException upstream ->
                new UpstreamException(
                        upstream.kind(),
                        String.valueOf(upstream.getMessage()),
                        upstream.retryAfter().orElse(null),
                        upstream);
            case RegistryException.Unavailable unavailable ->
                new RegistryException.Unavailable(
                        unavailable.reason(),
                        String.valueOf(unavailable.getMessage()),
                        unavailable.retryAfter().orElse(null),
                        unavailable);
            default -> new IllegalStateException("fetching a file failed", failure);
        };
    }
}
