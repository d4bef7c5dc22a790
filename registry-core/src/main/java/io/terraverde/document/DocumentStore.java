package io.terraverde.document;

import io.terraverde.core.RegistryException;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Documents of one kind in a store: loaded, revalidated, and changed without ever losing an update.
///
/// @param <T> the immutable value of a document
public final class DocumentStore<T> {
    /*
     * The commit loop. A batch of changes is applied to the present value, the result carries a fresh commit id, and
     * one conditional write makes it visible: that is the commit point. When the write is refused, or its outcome is
     * unknown, the document is loaded again:
     *
     *   - our id is among its latest commits: the write was ours and is done, whoever wrote after it;
     *   - our id is missing and the list reaches back to the commit we started from: the write did not happen. Again.
     *   - our id is missing and the list does not reach back: nobody can know. The outcome stays unknown.
     *
     * A write of unknown outcome may also still be on its way. It carries the revision it was based on, so a store that
     * enforces conditions does not take it once that revision is gone; and all attempts of a batch carry the same id,
     * so that it is known for ours if it arrives between two of them. Until one of the two is certain, no failure is
     * reported as "nothing happened". Where this process checks the conditions itself, because the store knows none,
     * nothing holds such a write back: it may replace what was committed after it.
     *
     * Writers of one key inside this process take turns, and whoever has the turn commits for all who wait (see Turns):
     * so a hot document costs one write per batch, and processes rather than threads meet at the store.
     *
     * Nobody is judged by a state that was read before he came. A write proves the state it was based on to be the
     * present one, but a batch that refuses, or has nothing to do, writes nothing: it is settled with what was read,
     * and that must not be older than the request of any of its members. Therefore a batch takes in those who have
     * come since only before it reads: before the first attempt, and before each further one, so that a process that
     * was unlucky for long has then not more to catch up with. While an earlier attempt may still be on its way the
     * batch must stay what that one carried, for both have the same id; and when an attempt that was called refused
     * turns out to have been ours, which happens where a load balancer repeats requests, those who were not in it wait
     * again.
     */
    private static final Logger log = LoggerFactory.getLogger(DocumentStore.class);

    private final BlobStore store;
    private final DocumentFormat<T> format;
    private final CommitLimits limits;
    private final Pauses pauses;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Turns<BlobKey, Pending<T>> turns = new Turns<>();

    /// @param random must be safe for concurrent use
    public DocumentStore(
            BlobStore store,
            DocumentFormat<T> format,
            CommitLimits limits,
            Pauses pauses,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.format = format;
        this.limits = limits;
        this.pauses = pauses;
        this.clock = clock;
        this.random = random;
    }

    /// The document as it is in the store.
    ///
    /// @throws StorageException of kind `CORRUPT` when the object is no such document
    public Optional<Document<T>> load(BlobKey key) {
        return read(key, null);
    }

    /// The document as it is in the store; the very instance `known` when nothing changed, which costs no
    /// transfer.
    public Optional<Document<T>> refresh(BlobKey key, Document<T> known) {
        return read(key, known);
    }

    /// Whether the document still is at a revision. On files this is one stat.
    public boolean isCurrent(BlobKey key, Revision revision) {
        try {
            return switch (store.read(key, ReadIf.changedSince(revision))) {
                case BlobRead.NotChanged() -> true;
                case BlobRead.Absent() -> false;
                case BlobRead.Found found -> {
                    found.close();
                    yield false;
                }
            };
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.UNAVAILABLE, "cannot read \"" + key + "\"", e);
        }
    }

    /// Commits a change, and returns the document after it.
    ///
    /// @param known the document as it was lately, to save a transfer; null when nothing is known
    /// @throws OutcomeUnknownException when it cannot be found out whether the change was committed
    /// @throws StorageException when the store fails or other writers always came first; nothing was changed
    /// @throws RegistryException when the document may not be stored after the change; nothing was changed
    public Document<T> update(BlobKey key, @Nullable Document<T> known, Change<T> change) {
        Pending<T> pending = new Pending<>(change, known);
        turns.take(key, pending, limits.maxTime(), batch -> commit(key, batch));
        return pending.result();
    }

    /// Settles every change of a batch: with a document or with an exception.
    private void commit(BlobKey key, Turns.Batch<Pending<T>> batch) {
        try {
            settle(key, batch);
        } catch (RuntimeException e) {
            batch.members().forEach(pending -> pending.fail(e));
        }
    }

    private void settle(BlobKey key, Turns.Batch<Pending<T>> batch) {
        var deadline = clock.instant().plus(limits.maxTime());
        Optional<Document<T>> base = read(key, batch.members().getLast().known());
        CommitId id = CommitId.random(random);
        boolean mayStillBe = false;
        try {
            for (int attempt = 1; ; attempt++) {
                @Nullable T before = base.map(Document::value).orElse(null);
                @Nullable Next<T> next = apply(batch, before, commitsAfter(before, id));
                if (next == null) {
                    // Everybody refused, or wants what is there already.
                    @Nullable Document<T> unchanged = base.orElse(null);
                    batch.members().forEach(pending -> pending.settle(unchanged));
                    return;
                }
                int carried = batch.members().size();
                Attempt outcome = write(key, base, next, batch.members());
                if (outcome == Attempt.DONE) {
                    return;
                }
                mayStillBe |= outcome == Attempt.UNKNOWN;
                boolean last = isOver(attempt, deadline);
                if (!last) {
                    // Before the read: whoever pauses after it writes on what others have replaced meanwhile.
                    pause(key, attempt);
                    if (!mayStillBe) {
                        batch.letIn();
                    }
                }
                Optional<Document<T>> present = mayStillBe ? readPatiently(key, attempt, deadline) : read(key, null);
                Optional<Document<T>> ours =
                        present.filter(d -> format.commits(d.value()).contains(id));
                if (ours.isPresent()) {
                    batch.keepFirst(carried);
                    batch.members().forEach(pending -> pending.settle(ours.get()));
                    return;
                }
                if (mayStillBe && !reachesBack(present, before)) {
                    throw unknown(key, null);
                }
                mayStillBe &= revisionOf(present).equals(revisionOf(base));
                base = present;
                if (last) {
                    throw new StorageException(
                            StorageException.Kind.UNAVAILABLE,
                            "cannot commit to \"" + key + "\": other writers came first " + attempt + " times",
                            null);
                }
            }
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (StorageException e) {
            throw mayStillBe ? unknown(key, e) : e;
        }
    }

    private static OutcomeUnknownException unknown(BlobKey key, @Nullable StorageException cause) {
        return new OutcomeUnknownException("cannot tell whether a change of \"" + key + "\" was committed", cause);
    }

    private boolean isOver(int attempt, Instant deadline) {
        return attempt >= limits.maxAttempts() || !clock.instant().isBefore(deadline);
    }

    private Optional<Revision> revisionOf(Optional<Document<T>> document) {
        return document.map(d -> d.meta().revision());
    }

    /// What is to be written.
    private record Next<T>(T value, BlobBody body) {}

    private enum Attempt {
        DONE,
        REFUSED,
        UNKNOWN
    }

    private Attempt write(BlobKey key, Optional<Document<T>> base, Next<T> next, List<Pending<T>> batch) {
        PutIf condition = base.map(d -> PutIf.matches(d.meta().revision())).orElseGet(PutIf::absent);
        try {
            return switch (store.put(key, next.body, condition)) {
                case PutResult.Stored(BlobMeta meta) -> {
                    Document<T> committed = new Document<>(next.value, meta);
                    batch.forEach(pending -> pending.settle(committed));
                    yield Attempt.DONE;
                }
                case PutResult.Refused() -> Attempt.REFUSED;
            };
        } catch (OutcomeUnknownException e) {
            log.warn("commit of unknown outcome key={}", key, e);
            return Attempt.UNKNOWN;
        }
    }

    /// What a batch makes of the present value; null when everybody refuses, or wants what is there already.
    /// What may not be stored concerns nobody but who wants it: the batch is halved until it can be stored or
    /// has one member, and the others wait again. This never changes a batch whose write may still arrive, for
    /// that is applied to the same value again, with the same result.
    ///
    /// @throws RegistryException when the result of one member may not be stored
    private @Nullable Next<T> apply(Turns.Batch<Pending<T>> batch, @Nullable T before, List<CommitId> commits) {
        while (true) {
            @Nullable T after = applyAll(batch.members(), before, commits);
            if (after == null || isSame(after, before)) {
                return null;
            }
            try {
                return new Next<>(after, BlobBody.of(format.write(after)));
            } catch (RegistryException e) {
                int members = batch.members().size();
                if (members == 1) {
                    throw e;
                }
                batch.keepFirst(members / 2);
            }
        }
    }

    /// Every change leaves the marks of a commit behind, for the next one to see: who changes what he read must
    /// not take a state for it that somebody in the same batch has changed since.
    private @Nullable T applyAll(List<Pending<T>> batch, @Nullable T before, List<CommitId> commits) {
        @Nullable T value = before;
        for (Pending<T> pending : batch) {
            @Nullable T next = pending.apply(value);
            value = next == null || isSame(next, value) ? value : format.withCommits(next, commits);
        }
        return value;
    }

    /// Identity, not equality: a change says "nothing to do" by returning what it was given.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object after, @Nullable Object before) {
        return after == before;
    }

    private List<CommitId> commitsAfter(@Nullable T before, CommitId id) {
        List<CommitId> commits = new ArrayList<>(before == null ? List.of() : format.commits(before));
        commits.add(id);
        return commits.subList(Math.max(0, commits.size() - CommitId.KEPT), commits.size());
    }

    private boolean reachesBack(Optional<Document<T>> present, @Nullable T before) {
        List<CommitId> seen = present.map(d -> format.commits(d.value())).orElse(List.of());
        List<CommitId> known = before == null ? List.of() : format.commits(before);
        return known.isEmpty() ? seen.size() < CommitId.KEPT : seen.contains(known.getLast());
    }

    /// Reads although the store may be away for a moment: the outcome of a write depends on it.
    private Optional<Document<T>> readPatiently(BlobKey key, int attempt, Instant deadline) {
        for (int tried = attempt; ; tried++) {
            try {
                return read(key, null);
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.UNAVAILABLE || isOver(tried, deadline)) {
                    throw e;
                }
                pause(key, tried);
            }
        }
    }

    private Optional<Document<T>> read(BlobKey key, @Nullable Document<T> known) {
        ReadIf condition = known == null
                ? ReadIf.always()
                : ReadIf.changedSince(known.meta().revision());
        return switch (store.read(key, condition)) {
            case BlobRead.Absent() -> Optional.empty();
            case BlobRead.NotChanged() -> Optional.ofNullable(known);
            case BlobRead.Found found -> Optional.of(new Document<>(parse(key, found), found.meta()));
        };
    }

    private T parse(BlobKey key, BlobRead.Found found) {
        try (found) {
            return format.read(found.body().readAllBytes());
        } catch (IllegalArgumentException e) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT, "cannot read \"" + key + "\": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StorageException(StorageException.Kind.UNAVAILABLE, "cannot read \"" + key + "\"", e);
        }
    }

    private void pause(BlobKey key, int attempt) {
        long longest =
                Math.min(limits.longestPause().toNanos(), limits.shortestPause().toNanos() << Math.min(attempt, 20));
        try {
            pauses.pause(Duration.ofNanos(random.nextLong(longest / 2, longest + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, "interrupted while committing to \"" + key + "\"", e);
        }
    }
}
