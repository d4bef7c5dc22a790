package io.terraverde.storage.s3;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Writes objects: conditionally, in one piece or in parts.
final class Writes {
    /*
     * A request with a condition is sent once; only an answer that says "did not happen, come again" (a conflict with
     * another write under way, too many requests) leads to a second one, after a pause that grows and has a random
     * part. A silence, or an answer that leaves the outcome open, goes to the caller as such, who looks the object up.
     */
    private static final int ATTEMPTS = 8;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /// A body is given time for its size at this rate, besides the time of a small request.
    private static final long SLOWEST_BYTES_PER_SECOND = 512 << 10;

    private final S3Client once;
    private final Multipart multipart;
    private final WriteForm form;
    private final Dialect dialect;
    private final Duration timeout;
    private final S3BlobStore.Pauses pauses;
    private final InstantSource clock;
    private final RandomGenerator random;

    Writes(S3Clients clients, S3Options options, Dialect dialect, S3BlobStore.Sources sources) {
        this.once = clients.once();
        this.form = new WriteForm(options);
        this.multipart = new Multipart(clients, form, dialect);
        this.dialect = dialect;
        this.timeout = options.timeout();
        this.pauses = sources.pauses();
        this.clock = sources.clock();
        this.random = sources.random();
    }

    /// Writes under a condition that the store enforces, or none.
    ///
    /// @throws OutcomeUnknownException when nobody knows whether it was written
    PutResult put(BlobKey key, BlobBody body, PutIf condition) {
        WholeBody whole = new WholeBody(body);
        for (int attempt = 1; ; attempt++) {
            try {
                return new PutResult.Stored(attempt(key, whole, condition));
            } catch (UncheckedIOException e) {
                throw unreadable(key, e);
            } catch (SdkException e) {
                @Nullable IOException unreadable = whole.failure();
                if (unreadable != null) {
                    throw unreadable(key, unreadable);
                }
                switch (Failures.ofWrite("cannot write \"" + key + "\"", e)) {
                    case Failures.Refused() -> {
                        return new PutResult.Refused();
                    }
                    case Failures.Failed(StorageException failure) -> throw failure;
                    case Failures.Again(StorageException ifGivenUp) -> {
                        if (attempt == ATTEMPTS) {
                            throw ifGivenUp;
                        }
                        pause(attempt, ifGivenUp);
                    }
                }
            }
        }
    }

    private BlobMeta attempt(BlobKey key, WholeBody body, PutIf condition) {
        boolean mayGoInParts =
                condition instanceof PutIf.Always || dialect.multipart() == Dialect.Multipart.CONDITIONAL;
        if (body.sizeBytes() > Multipart.THRESHOLD_BYTES && mayGoInParts) {
            return stored(key, multipart.put(key, body, condition), body, clock.instant());
        }
        var request = form.put(key).contentLength(body.sizeBytes());
        switch (condition) {
            case PutIf.Always() -> {}
            case PutIf.IfAbsent() -> request.ifNoneMatch("*");
            case PutIf.IfMatches(Revision revision) -> request.ifMatch(dialect.matching(revision.value()));
        }
        PutObjectResponse answer = once.putObject(withTimeFor(request, body.sizeBytes()), body.whole());
        return stored(key, answer.eTag(), body, dateOf(answer).orElseGet(clock::instant));
    }

    /// A connection that is cut within the head of an answer gives an answer with fewer headers. Without its
    /// ETag nobody knows which revision was written, nor whether this was the answer to it.
    private static BlobMeta stored(BlobKey key, @Nullable String etag, WholeBody body, Instant modified) {
        if (etag == null || !Reads.isWhole(etag)) {
            throw new OutcomeUnknownException(
                    "cannot write \"" + key + "\": the outcome is unknown: the answer has no ETag", null);
        }
        return Reads.meta(key, etag, body.sizeBytes(), modified);
    }

    private PutObjectRequest withTimeFor(PutObjectRequest.Builder request, long sizeBytes) {
        Duration time = timeout.plusSeconds(sizeBytes / SLOWEST_BYTES_PER_SECOND);
        return request.overrideConfiguration(
                        override -> override.apiCallAttemptTimeout(time).apiCallTimeout(time))
                .build();
    }

    /// The store's clock when it answered: about when the object was written.
    private static Optional<Instant> dateOf(PutObjectResponse answer) {
        try {
            return answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void pause(int attempt, StorageException ifInterrupted) {
        long longest = Math.min(LONGEST_PAUSE.toNanos(), SHORTEST_PAUSE.toNanos() << attempt);
        try {
            pauses.pause(Duration.ofNanos(random.nextLong(longest / 2, longest + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ifInterrupted;
        }
    }

    private static StorageException unreadable(BlobKey key, Exception cause) {
        return new StorageException(
                StorageException.Kind.UNAVAILABLE, "cannot read the body to write to \"" + key + "\"", cause);
    }
}
