package io.terraverde.storage.s3;

import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the many answers and silences of S3 stores mean. The one place that knows the dialects of errors.
final class Failures {
    /*
     * Of a conditional write (see the S3 API reference of PutObject, "conditional writes", and what Ceph, MinIO, R2 and
     * others answer):
     *
     *   412                                      the condition did not hold
     *   404 NoSuchKey                            If-Match on a missing object: it did not hold
     *   409                                      another write was under way, ours did not happen: again
     *   429, 503 SlowDown and the like           not even looked at: again, later
     *   400, 403, 404 NoSuchBucket, 411 to 417   refused as such
     *   404 without a code                       not the store's word; it may have happened
     *   not connected, no connection free        not sent
     *   everything else                          it may have happened
     *
     * A proxy whose store is away may say 404 of its own. So an object is missing only where the store says so by its
     * code, which an answer to HEAD has no room for: nothing is asked by HEAD.
     */
    private static final Set<String> THROTTLED = Set.of(
            "SlowDown",
            "SlowDownRead",
            "SlowDownWrite",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "BandwidthLimitExceeded");

    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "InsufficientCapacity");

    private static final int REDIRECTS = 300;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int INSUFFICIENT_STORAGE = 507;

    private Failures() {}

    /// What became of a conditional write.
    sealed interface WriteFailure permits Refused, Again, Failed {}

    /// Its condition did not hold.
    record Refused() implements WriteFailure {}

    /// It did not happen, and may be sent again after a pause.
    record Again(StorageException ifGivenUp) implements WriteFailure {}

    /// It failed, or nobody knows.
    record Failed(StorageException failure) implements WriteFailure {}

    static WriteFailure ofWrite(String what, SdkException e) {
        restoreInterrupt(e);
        if (e instanceof S3Exception answer) {
            int status = answer.statusCode();
            if (status == PRECONDITION_FAILED || isMissingObject(answer)) {
                return new Refused();
            }
            if (status == CONFLICT || isThrottled(answer)) {
                return new Again(of(what, e));
            }
            boolean refusedAsSuch = status >= REDIRECTS
                    && status < SERVER_ERRORS
                    && status != TIMED_OUT
                    && !(status == NOT_FOUND && code(answer).isEmpty())
                    && !code(answer).equals("RequestTimeout");
            return new Failed(
                    refusedAsSuch || status == NOT_IMPLEMENTED || isFull(answer) ? of(what, e) : unknown(what, e));
        }
        return new Failed(wasNotSent(e) ? of(what, e) : unknown(what, e));
    }

    /// Whether a write that failed like this may have happened, or may yet.
    static boolean leavesOutcomeOpen(SdkException e) {
        return ofWrite("cannot write", e) instanceof Failed(OutcomeUnknownException _);
    }

    /// The failure of a request that changes nothing, or of which it does not matter whether it did.
    static StorageException of(String what, SdkException e) {
        restoreInterrupt(e);
        if (!(e instanceof S3Exception answer)) {
            return new StorageException(Kind.UNAVAILABLE, what + ": the store does not answer: " + e.getMessage(), e);
        }
        String reason = what + ": the store answers " + answer.statusCode() + " " + code(answer) + " "
                + Optional.ofNullable(answer.awsErrorDetails())
                        .map(AwsErrorDetails::errorMessage)
                        .orElse("");
        return new StorageException(kind(answer), reason.strip(), e);
    }

    /// The failure of a delete.
    static StorageException ofDelete(String what, SdkException e) {
        restoreInterrupt(e);
        boolean unclear = e instanceof S3Exception answer ? answer.statusCode() >= SERVER_ERRORS : !wasNotSent(e);
        return unclear ? unknown(what, e) : of(what, e);
    }

    static boolean isNotModified(S3Exception e) {
        return e.statusCode() == NOT_MODIFIED;
    }

    static boolean isRangeBeyondEnd(S3Exception e) {
        return e.statusCode() == RANGE_NOT_SATISFIABLE;
    }

    /// Whether the store says that the object is missing.
    static boolean isMissingObject(S3Exception e) {
        return e.statusCode() == NOT_FOUND && code(e).equals("NoSuchKey");
    }

    static boolean isMissingBucket(S3Exception e) {
        return code(e).equals("NoSuchBucket");
    }

    /// S3's name of an error, for example `NoSuchKey`; empty when the answer has none.
    static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    private static Kind kind(S3Exception e) {
        if (isFull(e)) {
            return Kind.FULL;
        }
        return switch (e.statusCode()) {
            case UNAUTHORIZED, FORBIDDEN, NOT_IMPLEMENTED -> Kind.DENIED;
            case BAD_REQUEST -> code(e).equals("RequestTimeout") ? Kind.UNAVAILABLE : Kind.DENIED;
            case NOT_FOUND -> isMissingBucket(e) ? Kind.DENIED : Kind.UNAVAILABLE;
            default -> Kind.UNAVAILABLE;
        };
    }

    private static boolean isFull(S3Exception e) {
        return e.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(e));
    }

    private static boolean isThrottled(S3Exception e) {
        return e.statusCode() == TOO_MANY || THROTTLED.contains(code(e));
    }

    private static OutcomeUnknownException unknown(String what, SdkException e) {
        return new OutcomeUnknownException(what + ": the outcome is unknown: " + e.getMessage(), e);
    }

    private static boolean wasNotSent(SdkException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            boolean notConnected = cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException;
            if (notConnected) {
                return true;
            }
        }
        return false;
    }

    /// The SDK clears the flag when it gives up because of an interrupt.
    private static void restoreInterrupt(SdkException e) {
        if (e instanceof AbortedException) {
            Thread.currentThread().interrupt();
        }
    }
}
