package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import io.terraverde.document.Pauses;
import io.terraverde.tarball.SpoolFolder;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of servers outside, each fetched once however many ask for it at the same time, and read by all of
/// them while it arrives.
///
/// The transfer has a thread of its own, so it goes on when clients leave, and what it brought can be kept. It
/// is taken up again when the line breaks; readers see no more of that than a pause.
public final class SharedDownloads {
    // From the first asker to the last:
    //
    //   join       makes the entry of the key and starts the transfer, or finds the entry and becomes one of its users
    //   head       everybody in `join` goes on
    //   bytes      readers get them as they come, but for the end of the file
    //   checked    readers get the end
    //   kept       the plan's `keep` has returned; only now the entry goes, so that until then every newcomer finds it,
    //              and afterwards the kept copy
    //   last user  the bytes are freed
    //
    // A transfer that fails takes its entry away, and who comes then starts anew.

    private static final Logger log = LoggerFactory.getLogger(SharedDownloads.class);

    /// Fewer than the requests a server takes, so that a hanging server leaves room for those who do not need
    /// it.
    private static final int MAX_WAITING = 500;

    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ConcurrentHashMap<String, SharedFile> files = new ConcurrentHashMap<>();
    private final Spooling room;
    /// By server, so that one whose files trickle takes turns from no other. There are as many as are
    /// configured.
    private final ConcurrentHashMap<String, Semaphore> turns = new ConcurrentHashMap<>();

    private final DownloadLimits limits;
    private final FileTransfer.Timing timing;

    /// @param folder for files that are too large for the memory
    /// @param nanoTime as `System.nanoTime`
    /// @param random spreads what is repeated
    public SharedDownloads(
            SpoolFolder folder, DownloadLimits limits, LongSupplier nanoTime, Pauses pauses, RandomGenerator random) {
        this.room = new Spooling(folder, limits.spooledBytes(), limits.patience());
        this.limits = limits;
        this.timing = new FileTransfer.Timing(nanoTime, pauses, random);
    }

    /// Takes a share in a file, which is fetched unless it is on its way already. Returns when the server has
    /// begun to answer.
    ///
    /// @param key the same for all who want the same bytes; who comes second gets what the plan of the first
    ///     brings
    /// @return empty when the server has no such file
    /// @throws UpstreamException when there is no usable answer; all who wait get the same
    /// @throws RegistryException.Unavailable when there is no room for the file
    public Optional<Download> join(String key, DownloadPlan plan) {
        if (!waiting.tryAcquire()) {
            throw new UpstreamException(
                    UpstreamException.Kind.BUSY, "too many requests wait for files of " + plan.server(), null, null);
        }
        try {
            return joined(key, plan);
        } finally {
            waiting.release();
        }
    }

    private Optional<Download> joined(String key, DownloadPlan plan) {
        var mine = new SharedFile(new SpooledBytes(room), !plan.declared().isNothing());
        SharedFile file = files.compute(key, (ignored, present) -> present != null && present.enter() ? present : mine);
        if (file == mine) {
            mine.retain();
            Thread.ofVirtual().name("download " + plan.file()).start(() -> transfer(key, plan, mine));
        }
        return shareOf(file);
    }

    /// How many files are on their way.
    public int underWay() {
        return files.size();
    }

    /// How many bytes are taken by files that are on their way or still read.
    public long bytesTaken() {
        return room.bytesTaken();
    }

    private static Optional<Download> shareOf(SharedFile file) {
        Optional<Download> share = Optional.empty();
        try {
            share = file.awaitHead().map(head -> new Download(file, head));
            return share;
        } finally {
            if (share.isEmpty()) {
                file.release();
            }
        }
    }

    private void transfer(String key, DownloadPlan plan, SharedFile file) {
        try {
            Semaphore turn = takeTurn(plan);
            try {
                new FileTransfer(plan, file, limits, timing).run();
            } finally {
                turn.release();
            }
        } catch (UpstreamException | RegistryException e) {
            file.fail(e);
        } catch (RuntimeException | Error e) {
            // Nobody else hears of it, and those who wait must not wait for ever.
            log.error("download failed server={} file={}", plan.server(), plan.file(), e);
            file.fail(new IllegalStateException("fetching \"" + plan.file() + "\" failed", e));
        } finally {
            files.remove(key, file);
            file.release();
        }
    }

    private Semaphore takeTurn(DownloadPlan plan) {
        Semaphore ofServer = turns.computeIfAbsent(plan.server(), server -> new Semaphore(limits.transfers(), true));
        try {
            if (ofServer.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return ofServer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UpstreamException(
                UpstreamException.Kind.TIMED_OUT,
                plan.server() + " is busy with " + limits.transfers() + " other files, and was not asked for \""
                        + plan.file() + "\"",
                null,
                null);
    }
}
