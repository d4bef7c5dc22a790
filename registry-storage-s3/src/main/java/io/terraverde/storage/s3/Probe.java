package io.terraverde.storage.s3;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.OutcomeUnknownException;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A look at a bucket before it is used: whether it is there, takes our credentials, and enforces conditions on
/// writes.
///
/// Stores that take the headers of a condition and ignore them lose publishes in silence, so such a store is
/// refused, unless its user vouches for a single writer.
final class Probe {
    private static final Logger log = LoggerFactory.getLogger(Probe.class);
    private static final String FOLDER = ".terraverde/probe/";
    private static final int FORBIDDEN = 403;

    private final S3Clients clients;
    private final S3Options options;
    private final S3BlobStore.Sources sources;
    private final BlobKey key;
    private final BlobKey missing;

    Probe(S3Clients clients, S3Options options, S3BlobStore.Sources sources) {
        this.clients = clients;
        this.options = options;
        this.sources = sources;
        String id = HexFormat.of().toHexDigits(sources.random().nextLong());
        this.key = BlobKey.of(FOLDER + id);
        this.missing = BlobKey.of(FOLDER + id + "-missing");
    }

    /// What the store does with conditions.
    ///
    /// @throws StorageException when the bucket cannot be used
    Dialect dialect() {
        requireBucket();
        try {
            return options.writers() == S3Options.Writers.ONE ? withOneWriter() : enforced();
        } catch (OutcomeUnknownException e) {
            // Nothing hangs on what a probe wrote: for its caller the store did not answer.
            throw new StorageException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (StorageException e) {
            throw e.kind() == Kind.DENIED && e.getCause() instanceof S3Exception answer ? refusal(answer) : e;
        } finally {
            remove(key);
            remove(missing);
        }
    }

    private void requireBucket() {
        try {
            clients.repeating()
                    .listObjectsV2(request -> request.bucket(options.bucket())
                            .prefix(options.keyPrefix())
                            .maxKeys(1));
        } catch (S3Exception e) {
            throw refusal(e);
        } catch (SdkException e) {
            throw Failures.of("cannot reach bucket \"" + options.bucket() + "\"", e);
        }
    }

    /// One sentence for whoever starts the registry. It has all that the answer says, so the answer is no cause
    /// of it: a second text about the same would follow.
    private StorageException refusal(S3Exception e) {
        String bucket = "bucket \"" + options.bucket() + "\"";
        String code = Failures.code(e);
        boolean isSilent = code.isEmpty() && e.statusCode() == FORBIDDEN;
        String sentence = switch (isSilent ? "AccessDenied" : code) {
            case "NoSuchBucket" -> bucket + " does not exist: create it, or correct store.aws-s3-storage.bucket";
            case "InvalidAccessKeyId", "InvalidToken", "ExpiredToken", "SignatureDoesNotMatch" ->
                bucket + ": the store does not accept the credentials (" + code
                        + "): correct accessKeyId, secretAccessKey and sessionToken of store.aws-s3-storage, or what the"
                        + " environment gives instead";
            case "AccessDenied" ->
                bucket + ": the store denies access: give these credentials the permissions to list, read, write and"
                        + " delete objects of the bucket";
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException" ->
                bucket + " is not in region \"" + clients.region().id() + "\": correct store.aws-s3-storage.region ("
                        + message(e) + ")";
            default -> "";
        };
        if (sentence.isEmpty()) {
            return e.statusCode() == 301
                    ? new StorageException(
                            Kind.DENIED,
                            bucket + " is not in region \"" + clients.region().id()
                                    + "\": correct store.aws-s3-storage.region",
                            null)
                    : Failures.of("cannot use " + bucket, e);
        }
        return new StorageException(Kind.DENIED, sentence, null);
    }

    private static String message(S3Exception e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorMessage());
    }

    private Dialect withOneWriter() {
        Revision written = mustStore(Dialect.withoutConditions(), key, "one writer", PutIf.always());
        if (!isStillAt(written)) {
            throw refused("does not give back what was written");
        }
        log.warn("store conditions=unchecked reason=singleWriter: a second instance would lose publishes");
        return Dialect.withoutConditions();
    }

    private Dialect enforced() {
        Dialect dialect = Dialect.standard();
        Revision first = mustStore(dialect, key, "first", PutIf.absent());
        if (isStored(dialect, key, "again", PutIf.absent())) {
            throw refused("overwrites an object although the write asks for there being none (If-None-Match: *)");
        }
        if (!isStillAt(first)) {
            throw refused("changed an object by a write that it refused");
        }
        if (!isStored(dialect, key, "second", PutIf.matches(first))) {
            dialect = dialect.with(Dialect.Match.WITHOUT_QUOTES);
            if (!isStored(dialect, key, "second", PutIf.matches(first))) {
                throw refused("refuses a write that names the present revision (If-Match)");
            }
        }
        if (isStored(dialect, key, "stale", PutIf.matches(first))) {
            throw refused("overwrites an object although the write names an older revision (If-Match)");
        }
        if (isStored(dialect, missing, "nothing", PutIf.matches(first))) {
            throw refused("creates an object although the write names a revision of one (If-Match)");
        }
        if (!isMultipartRefused(dialect)) {
            dialect = dialect.with(Dialect.Multipart.UNCONDITIONAL);
            log.info("store conditions=enforced, but not on multipart uploads: objects go in one piece");
        }
        return dialect;
    }

    private boolean isMultipartRefused(Dialect dialect) {
        var multipart = new Multipart(clients, new WriteForm(options), dialect);
        try {
            @Nullable String _ = multipart.put(key, body("in parts"), PutIf.absent());
            return false;
        } catch (SdkException e) {
            return Failures.ofWrite("cannot complete an upload", e) instanceof Failures.Refused;
        }
    }

    private boolean isStored(Dialect dialect, BlobKey target, String text, PutIf condition) {
        return put(dialect, target, text, condition) instanceof PutResult.Stored;
    }

    private Revision mustStore(Dialect dialect, BlobKey target, String text, PutIf condition) {
        return switch (put(dialect, target, text, condition)) {
            case PutResult.Stored stored -> stored.meta().revision();
            case PutResult.Refused() ->
                throw refused("refuses to create an object that does not exist (If-None-Match: *)");
        };
    }

    private PutResult put(Dialect dialect, BlobKey target, String text, PutIf condition) {
        try {
            return new Writes(clients, options, dialect, sources)
                    .put(target, BlobBody.of(text.getBytes(StandardCharsets.UTF_8)), condition);
        } catch (StorageException e) {
            if (e.kind() == Kind.DENIED && e.getCause() instanceof S3Exception answer && answer.statusCode() == 501) {
                throw refused("does not know conditions on writes");
            }
            throw e;
        }
    }

    private static WholeBody body(String text) {
        return new WholeBody(BlobBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean isStillAt(Revision revision) {
        return new Reads(clients.repeating(), options).read(key, ReadIf.changedSince(revision))
                instanceof BlobRead.NotChanged;
    }

    private StorageException refused(String what) {
        return new StorageException(
                Kind.DENIED,
                "the store of bucket \"" + options.bucket() + "\" " + what
                        + ": several instances would lose publishes; use a store with conditional writes, or, for a"
                        + " single instance, set terraverde.s3.singleWriter: true",
                null);
    }

    /// What stays lies in a folder of its own and hurts nobody.
    private void remove(BlobKey written) {
        try {
            clients.repeating()
                    .deleteObject(request ->
                            request.bucket(options.bucket()).key(new S3Keys(options.keyPrefix()).of(written)));
        } catch (SdkException e) {
            log.warn("probe not removed key={}", written, e);
        }
    }
}
