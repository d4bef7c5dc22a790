package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads objects.
final class Reads {
    /*
     * A small body is read at once, so its connection is free again whatever the reader does. A large one holds its
     * connection until it is closed; only three quarters of the connections may be held like that, so that slow clients
     * cannot keep the rest of the registry from the store. Who finds none of them free waits without a connection, and
     * asks again. Documents are not counted: whoever opens one reads it to its end at once.
     */
    private static final int SMALL_BYTES = 256 << 10;
    private static final int ATTEMPTS = 2;

    private final S3Client client;
    private final String bucket;
    private final S3Keys keys;
    private final LargeBodies largeBodies;

    Reads(S3Client client, S3Options options) {
        this.client = client;
        this.bucket = options.bucket();
        this.keys = new S3Keys(options.keyPrefix());
        this.largeBodies =
                new LargeBodies(options.connections() - Math.max(1, options.connections() / 4), options.timeout());
    }

    /// Reads an object, or a part of it.
    BlobRead read(BlobKey key, ReadIf condition) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(key, condition);
            } catch (S3Exception e) {
                return withoutBody(key, condition, e);
            } catch (SdkException e) {
                throw Failures.of(reading(key), e);
            } catch (IOException e) {
                // The head or a small body broke off. The SDK repeats only what fails before.
                if (attempt == ATTEMPTS) {
                    throw new StorageException(
                            StorageException.Kind.UNAVAILABLE, reading(key) + ": the answer broke off", e);
                }
            }
        }
    }

    /// The revision of an object; empty when there is none.
    Optional<Revision> revision(BlobKey key) {
        return switch (read(key, ReadIf.range(0, 0))) {
            case BlobRead.Found found -> Optional.of(closed(found).revision());
            case BlobRead.Absent(), BlobRead.NotChanged() -> Optional.empty();
        };
    }

    /// Whether an ETag came, and whole. A connection that is cut within the head of an answer gives an answer
    /// with fewer headers, and the last of them may be cut, too.
    static boolean isWhole(@Nullable String etag) {
        return etag != null && !etag.isEmpty() && etag.startsWith("\"") == (etag.endsWith("\"") && etag.length() > 1);
    }

    /// Lists say milliseconds and answers to reads seconds: seconds it is.
    static BlobMeta meta(BlobKey key, String etag, long sizeBytes, Instant modified) {
        return new BlobMeta(key, new Revision(etag), sizeBytes, modified.truncatedTo(ChronoUnit.SECONDS));
    }

    private BlobRead attempt(BlobKey key, ReadIf condition) throws IOException {
        try (LargeBodies.Permit permit = largeBodies.permit()) {
            while (true) {
                Answer answer = answer(key, condition);
                if (answer.length <= SMALL_BYTES) {
                    return new BlobRead.Found(answer.meta, small(answer));
                }
                if (ObjectKinds.isDocument(key)) {
                    return new BlobRead.Found(answer.meta, answer.open(() -> {}));
                }
                if (permit.tryTake()) {
                    return new BlobRead.Found(answer.meta, answer.open(permit.keep()));
                }
                answer.bytes.abort();
                permit.await(reading(key));
            }
        }
    }

    /// @param bytes at the first that is wanted
    /// @param length how many are wanted
    private record Answer(BlobMeta meta, ResponseInputStream<GetObjectResponse> bytes, long length) {
        InputStream open(Runnable whenClosed) {
            return new OpenBody(bytes, length, whenClosed);
        }
    }

    private Answer answer(BlobKey key, ReadIf condition) throws IOException {
        ResponseInputStream<GetObjectResponse> bytes = client.getObject(request(key, condition));
        try {
            GetObjectResponse head = bytes.response();
            if (!isWhole(head.eTag(), head.contentLength(), head.lastModified())) {
                throw new IOException("the answer lacks headers");
            }
            Part part = Part.of(condition, head);
            bytes.skipNBytes(part.skipped);
            return new Answer(meta(key, head.eTag(), part.total, head.lastModified()), bytes, part.length);
        } catch (IOException | RuntimeException e) {
            bytes.abort();
            throw e;
        }
    }

    private static boolean isWhole(@Nullable String etag, @Nullable Long length, @Nullable Instant modified) {
        return isWhole(etag) && length != null && modified != null;
    }

    private GetObjectRequest request(BlobKey key, ReadIf condition) {
        var request = GetObjectRequest.builder().bucket(bucket).key(keys.of(key));
        return switch (condition) {
            case ReadIf.Always() -> request.build();
            case ReadIf.ChangedSince(Revision revision) ->
                request.ifNoneMatch(revision.value()).build();
            case ReadIf.Range(long first, long last) ->
                request.range("bytes=" + first + "-" + (last == Long.MAX_VALUE ? "" : String.valueOf(last)))
                        .build();
        };
    }

    private static InputStream small(Answer answer) throws IOException {
        try (InputStream body = answer.open(() -> {})) {
            return new ByteArrayInputStream(body.readAllBytes());
        }
    }

    private BlobRead withoutBody(BlobKey key, ReadIf condition, S3Exception e) {
        if (Failures.isNotModified(e)) {
            return new BlobRead.NotChanged();
        }
        if (Failures.isMissingObject(e)) {
            return new BlobRead.Absent();
        }
        if (condition instanceof ReadIf.Range && Failures.isRangeBeyondEnd(e)) {
            return read(key, ReadIf.always()) instanceof BlobRead.Found found
                    ? new BlobRead.Found(closed(found), InputStream.nullInputStream())
                    : new BlobRead.Absent();
        }
        throw Failures.of(reading(key), e);
    }

    private static BlobMeta closed(BlobRead.Found found) {
        try (found) {
            return found.meta();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, reading(found.meta().key()) + ": the answer broke off", e);
        }
    }

    private static String reading(BlobKey key) {
        return "cannot read \"" + key + "\"";
    }

    /// What of an answer's body is wanted.
    ///
    /// @param total the size of the whole object
    private record Part(long skipped, long length, long total) {
        /// A store that does not know a range, or finds it beyond the end, may answer with the whole.
        static Part of(ReadIf condition, GetObjectResponse answer) throws IOException {
            long sent = answer.contentLength();
            @Nullable String range = answer.contentRange();
            if (range != null) {
                return new Part(0, sent, total(range));
            }
            if (condition instanceof ReadIf.Range(long first, long last)) {
                long skipped = Math.min(first, sent);
                long end = last < sent ? last + 1 : sent;
                return new Part(skipped, Math.max(0, end - skipped), sent);
            }
            return new Part(0, sent, sent);
        }

        /// Of `bytes 0-99/1234`.
        private static long total(String range) throws IOException {
            try {
                return Long.parseLong(range.substring(range.indexOf('/') + 1));
            } catch (NumberFormatException e) {
                throw new IOException("the answer does not say how large the object is: " + range, e);
            }
        }
    }
}
