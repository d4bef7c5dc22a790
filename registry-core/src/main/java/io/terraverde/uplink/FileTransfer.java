package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import io.terraverde.document.Pauses;
import io.terraverde.storage.BlobBody;
import io.terraverde.tarball.IntegrityCheck;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches one file from a server outside into a {@link SharedFile}, taking it up again where it broke off,
/// checks it, and has it kept. For one thread.
///
/// The rest of a file is only asked for when something tells whether it belongs to the beginning: an entity
/// tag, a date, or declared digests. Otherwise the file is read from its start again and compared with what is
/// there.
final class FileTransfer {
    /// Yarn 1 gives up at the first 5xx for a tarball, so a passing one is not given on to it.
    private static final Set<Kind> WORTH_REPEATING = Set.of(Kind.UNREACHABLE, Kind.BUSY, Kind.REFUSED);

    /// A client that is told to come back later than this had better be told.
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(FileTransfer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /// The clock, the waiting and the dice of a transfer.
    record Timing(LongSupplier nanoTime, Pauses pauses, RandomGenerator random) {}

    private final DownloadPlan plan;
    private final SharedFile file;
    private final SpooledBytes bytes;
    private final DownloadLimits limits;
    private final Timing timing;
    private final IntegrityCheck check;
    private final byte[] buffer = new byte[Spooling.UNIT_BYTES];
    private final long start;
    private int failures;
    private long sizeAtFailure;

    FileTransfer(DownloadPlan plan, SharedFile file, DownloadLimits limits, Timing timing) {
        this.plan = plan;
        this.file = file;
        this.bytes = file.bytes();
        this.limits = limits;
        this.timing = timing;
        this.check = plan.declared().check();
        this.start = timing.nanoTime().getAsLong();
    }

    /// Does it all.
    ///
    /// @throws UpstreamException when the whole file is not to be had
    /// @throws RegistryException.Unavailable when there is no room for it
    void run() {
        UpstreamAnswer.Found answer = first();
        if (answer == null) {
            file.absent();
            return;
        }
        FileHead head = FileHead.of(answer);
        begin(answer, head);
        receive(answer, head);
        checkDeclared();
        FileHead whole = head.withSize(bytes.size());
        file.whole(whole, bytes.size());
        keep(whole);
    }

    private UpstreamAnswer.@Nullable Found first() {
        for (int attempt = 1; ; attempt++) {
            try {
                return switch (plan.source().open(0, Optional.empty())) {
                    case UpstreamAnswer.Found found -> found;
                    case UpstreamAnswer.Absent() -> null;
                    case UpstreamAnswer.NotChanged() -> throw wrong("calls what was never fetched unchanged");
                };
            } catch (UpstreamException e) {
                if (attempt >= limits.firstAttempts() || !isPassing(e)) {
                    throw e;
                }
                pause(attempt, e);
            }
        }
    }

    private static boolean isPassing(UpstreamException failure) {
        boolean isSoon =
                failure.retryAfter().filter(asked -> asked.compareTo(SOON) > 0).isEmpty();
        return isSoon && WORTH_REPEATING.contains(failure.kind());
    }

    private void begin(UpstreamAnswer.Found answer, FileHead head) {
        boolean begun = false;
        try {
            if (answer.offset() != 0) {
                throw wrong("sent a part of a file that was asked for as a whole");
            }
            if (answer.encoding() != UpstreamAnswer.Encoding.IDENTITY) {
                throw wrong("sent a file compressed that was asked for as it is");
            }
            if (head.sizeBytes().orElse(0) > plan.maxBytes()) {
                throw wrong("has a file of more than " + plan.maxBytes() + " bytes");
            }
            bytes.reserve(head.sizeBytes().orElse(0));
            file.begin(head);
            begun = true;
        } finally {
            if (!begun) {
                closeQuietly(answer);
            }
        }
    }

    private void receive(UpstreamAnswer.Found first, FileHead head) {
        UpstreamAnswer.Found answer = first;
        for (; ; ) {
            UpstreamException interruption = copy(answer, head);
            if (interruption == null) {
                return;
            }
            log.warn("download broke off and goes on reason={}", interruption.getMessage());
            answer = takeUp(interruption, head);
        }
    }

    /// Copies to the end of the file, or returns why it came to an end before.
    private @Nullable UpstreamException copy(UpstreamAnswer.Found answer, FileHead head) {
        InputStream body = answer.body();
        try {
            if (answer.offset() == 0) {
                compareBeginning(body);
            }
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                append(count, head);
            }
            if (bytes.size() < head.sizeBytes().orElse(0)) {
                throw new EOFException("the connection was closed");
            }
            return null;
        } catch (IOException e) {
            boolean all = head.sizeBytes().isPresent() && head.sizeBytes().getAsLong() == bytes.size();
            return all ? null : brokenOff(e, head);
        } finally {
            closeQuietly(answer);
        }
    }

    /// Skips what is there already, if it is the same.
    private void compareBeginning(InputStream body) throws IOException {
        byte[] present = new byte[bytes.size() == 0 ? 0 : buffer.length];
        long compared = 0;
        while (compared < bytes.size()) {
            int count = body.read(buffer, 0, (int) Math.min(buffer.length, bytes.size() - compared));
            if (count < 0) {
                throw new EOFException("the connection was closed");
            }
            readBack(compared, present, count);
            if (!Arrays.equals(buffer, 0, count, present, 0, count)) {
                throw wrong("sent other bytes than the first time");
            }
            compared += count;
            requireTime();
        }
    }

    private void readBack(long position, byte[] target, int length) {
        try {
            int done = 0;
            while (done < length) {
                done += bytes.read(position + done, target, done, length - done);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read what was spooled", e);
        }
    }

    private void append(int count, FileHead head) {
        long size = bytes.size() + count;
        if (size > head.sizeBytes().orElse(Long.MAX_VALUE)) {
            throw wrong("sent more bytes than announced");
        }
        if (size > plan.maxBytes()) {
            throw wrong("sent more than " + plan.maxBytes() + " bytes");
        }
        requireTime();
        bytes.append(buffer, count);
        check.update(buffer, 0, count);
        file.arrived(size);
    }

    /// Asks for the rest until it comes.
    private UpstreamAnswer.Found takeUp(UpstreamException interruption, FileHead head) {
        UpstreamException reason = interruption;
        for (; ; ) {
            if (bytes.size() > sizeAtFailure) {
                sizeAtFailure = bytes.size();
                failures = 0;
            }
            failures++;
            if (failures > limits.attempts()) {
                throw reason;
            }
            pause(failures, reason);
            requireTime();
            try {
                return rest(head);
            } catch (UpstreamException e) {
                if (e.kind() == Kind.WRONG) {
                    throw e;
                }
                reason = e;
            }
        }
    }

    private UpstreamAnswer.Found rest(FileHead head) {
        boolean declared = !plan.declared().isNothing();
        boolean tells = declared || head.identifies();
        long offset = tells ? bytes.size() : 0;
        Optional<String> etag = offset > 0 ? head.strongEtag() : Optional.empty();
        return switch (plan.source().open(offset, etag)) {
            case UpstreamAnswer.Found found -> {
                boolean fits = found.encoding() == UpstreamAnswer.Encoding.IDENTITY
                        && (found.offset() == 0 || found.offset() == offset)
                        && (declared || head.agreesWith(FileHead.of(found)));
                if (!fits) {
                    closeQuietly(found);
                    throw wrong("has another file than when the transfer began");
                }
                yield found;
            }
            case UpstreamAnswer.Absent(), UpstreamAnswer.NotChanged() ->
                throw wrong("lost the file while it was transferred");
        };
    }

    private void checkDeclared() {
        Optional<IntegrityCheck.Mismatch> mismatch = check.finish();
        if (mismatch.isPresent()) {
            log.warn(
                    "download is not what was declared server={} file={} expected={} got={}",
                    plan.server(),
                    plan.file(),
                    mismatch.get().expected(),
                    mismatch.get().actual());
            throw wrong("sent other bytes than declared");
        }
    }

    private void keep(FileHead head) {
        var whole = new BlobBody() {
            @Override
            public long sizeBytes() {
                return bytes.size();
            }

            @Override
            public InputStream open() {
                file.retain();
                return new DownloadStream(file, 0, Long.MAX_VALUE);
            }
        };
        try {
            plan.keep().keep(whole, head);
        } catch (RuntimeException e) {
            log.warn("download cannot be kept server={} file={}", plan.server(), plan.file(), e);
        }
    }

    /// Waits longer from one failure to the next, and not in step with others.
    private void pause(int failure, UpstreamException reason) {
        long longest = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(failure - 1, 10));
        long asked = reason.retryAfter().orElse(Duration.ZERO).toNanos();
        long own = longest / 2 + timing.random().nextLong(longest / 2);
        try {
            timing.pauses()
                    .pause(Duration.ofNanos(
                            Math.max(own, Math.min(asked, limits.patience().toNanos()))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private void requireTime() {
        if (timing.nanoTime().getAsLong() - start > limits.duration().toNanos()) {
            throw new UpstreamException(
                    Kind.TIMED_OUT,
                    plan.server() + " needs longer than " + limits.duration() + " for \"" + plan.file() + "\"",
                    null,
                    null);
        }
    }

    private UpstreamException brokenOff(IOException cause, FileHead head) {
        Kind kind = cause instanceof SocketTimeoutException ? Kind.TIMED_OUT : Kind.UNREACHABLE;
        String of = head.sizeBytes().isPresent() ? " of " + head.sizeBytes().getAsLong() : "";
        String message = plan.server() + (kind == Kind.TIMED_OUT ? " fell silent in \"" : " broke off \"") + plan.file()
                + "\" after " + bytes.size() + of + " bytes";
        return new UpstreamException(kind, message, null, cause);
    }

    private UpstreamException wrong(String what) {
        return new UpstreamException(Kind.WRONG, plan.server() + " " + what + ": \"" + plan.file() + "\"", null, null);
    }

    private static void closeQuietly(UpstreamAnswer.Found answer) {
        try {
            answer.close();
        } catch (IOException e) {
            log.debug("closing a transfer failed", e);
        }
    }
}
