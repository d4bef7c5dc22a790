package io.terraverde.testkit;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A store that fails by script. Every operation takes the first scripted fault that concerns it and uses it up;
/// without one it goes to the inner store. Lists and checks have no key: predicates are not asked about them.
public final class FaultyBlobStore implements BlobStore {
    /// What can be made to fail.
    public enum Operation {
        /// `read`
        READ,
        /// `put`
        PUT,
        /// `delete`
        DELETE,
        /// `list`
        LIST,
        /// `check`
        CHECK
    }

    private record Line(Operation operation, Predicate<BlobKey> keys, Fault fault, boolean lasting) {
        boolean concerns(Operation wanted, @Nullable BlobKey key) {
            return operation == wanted && (key == null || keys.test(key));
        }
    }

    private final BlobStore inner;
    private final Deque<Line> script = new ArrayDeque<>();
    private final List<Runnable> late = new ArrayList<>();
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);

    /// A store without faults yet.
    public FaultyBlobStore(BlobStore inner) {
        this.inner = inner;
    }

    /// Adds a fault for one operation, whatever its key.
    public FaultyBlobStore once(Operation operation, Fault fault) {
        return once(operation, key -> true, fault);
    }

    /// Adds a fault for one operation on one of these keys.
    public synchronized FaultyBlobStore once(Operation operation, Predicate<BlobKey> keys, Fault fault) {
        script.addLast(new Line(operation, keys, fault, false));
        return this;
    }

    /// Adds a fault for all operations on these keys, until `heal`.
    public synchronized FaultyBlobStore always(Operation operation, Predicate<BlobKey> keys, Fault fault) {
        script.addLast(new Line(operation, keys, fault, true));
        return this;
    }

    /// Forgets the rest of the script.
    public synchronized void heal() {
        script.clear();
    }

    /// Lets every request that was held up arrive, in order.
    public void landLate() {
        List<Runnable> landing;
        synchronized (this) {
            landing = List.copyOf(late);
            late.clear();
        }
        landing.forEach(Runnable::run);
    }

    /// How many operations of a kind were asked for, failed ones included.
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    @Override
    public BlobRead read(BlobKey key, ReadIf condition) {
        return run(Operation.READ, key, () -> inner.read(key, condition), null);
    }

    @Override
    public PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        Supplier<Supplier<?>> heldUp = () -> {
            // The writer may close the body as soon as it has given up.
            BlobBody sent = copyOf(body);
            return () -> inner.put(key, sent, condition);
        };
        return run(Operation.PUT, key, () -> inner.put(key, body, condition), heldUp, new PutResult.Refused());
    }

    @Override
    public void delete(BlobKey key) {
        Supplier<BlobKey> delete = () -> {
            inner.delete(key);
            return key;
        };
        run(Operation.DELETE, key, delete, null);
    }

    @Override
    public BlobPage list(String prefix, @Nullable BlobKey after, int limit) {
        return run(Operation.LIST, null, () -> inner.list(prefix, after, limit), null);
    }

    @Override
    public void check() {
        Supplier<BlobStore> check = () -> {
            inner.check();
            return inner;
        };
        run(Operation.CHECK, null, check, null);
    }

    @Override
    public void close() {
        inner.close();
    }

    private <R> R run(Operation operation, @Nullable BlobKey key, Supplier<R> action, @Nullable R refusal) {
        return run(operation, key, action, () -> action, refusal);
    }

    private <R> R run(
            Operation operation,
            @Nullable BlobKey key,
            Supplier<R> action,
            Supplier<Supplier<?>> heldUp,
            @Nullable R refusal) {
        String what = operation + (key == null ? "" : " of \"" + key + "\"");
        Optional<Fault> fault = take(operation, key);
        if (fault.isEmpty()) {
            return action.get();
        }
        return switch (fault.get()) {
            case Fault.Fail(StorageException.Kind kind) -> throw new StorageException(kind, "scripted: " + what, null);
            case Fault.UnknownBefore() -> throw new OutcomeUnknownException("scripted, request lost: " + what, null);
            case Fault.UnknownAfter() -> {
                R lost = action.get();
                throw new OutcomeUnknownException("scripted, answer lost: " + what + ", " + lost, null);
            }
            case Fault.UnknownLate() -> {
                holdUp(heldUp.get());
                throw new OutcomeUnknownException("scripted, held up: " + what, null);
            }
            case Fault.Refuse() -> refused(refusal);
            case Fault.Meanwhile(var other) -> {
                other.accept(inner);
                yield action.get();
            }
            case Fault.Afterwards(var other) -> {
                R done = action.get();
                other.accept(inner);
                yield done;
            }
            case Fault.Repeated() -> {
                var _ = action.get();
                yield action.get();
            }
        };
    }

    private synchronized void holdUp(Supplier<?> action) {
        late.add(() -> {
            var _ = action.get();
        });
    }

    private synchronized Optional<Fault> take(Operation operation, @Nullable BlobKey key) {
        calls.merge(operation, 1, Integer::sum);
        for (Iterator<Line> lines = script.iterator(); lines.hasNext(); ) {
            Line line = lines.next();
            if (line.concerns(operation, key)) {
                if (!line.lasting()) {
                    lines.remove();
                }
                return Optional.of(line.fault());
            }
        }
        return Optional.empty();
    }

    private static BlobBody copyOf(BlobBody body) {
        try (InputStream bytes = body.open()) {
            return BlobBody.of(bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <R> R refused(@Nullable R refusal) {
        if (refusal == null) {
            throw new IllegalStateException("only a put can be refused");
        }
        return refusal;
    }
}
