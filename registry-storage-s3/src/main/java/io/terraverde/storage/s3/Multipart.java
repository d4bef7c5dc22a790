package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.Revision;
import io.terraverde.storage.StorageException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Uploads in parts. The condition holds at their completion, which is one request and is sent once.
final class Multipart {
    /// Larger bodies go in parts.
    static final long THRESHOLD_BYTES = 16L << 20;

    /// S3 takes parts of 5 MiB and more, and at most 10,000 of them.
    private static final long PART_BYTES = 8L << 20;

    private static final int MAX_PARTS = 10_000;
    private static final Duration PART_TIME = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(Multipart.class);

    private final S3Client repeating;
    private final S3Client once;
    private final WriteForm form;
    private final Dialect dialect;

    Multipart(S3Clients clients, WriteForm form, Dialect dialect) {
        this.repeating = clients.repeating();
        this.once = clients.once();
        this.form = form;
        this.dialect = dialect;
    }

    /// Uploads a body, and returns its ETag; null when the answer has none. When it fails, what was uploaded is
    /// given up, unless the completion may yet happen: then giving up could take the parts from under the
    /// object.
    ///
    /// @throws SdkException when the completion failed
    /// @throws StorageException when the upload did not come that far, so that nothing was written
    @Nullable String put(BlobKey key, WholeBody body, PutIf condition) {
        String upload = begin(key);
        List<CompletedPart> parts;
        try {
            parts = parts(key, upload, body);
        } catch (SdkException | StorageException | UncheckedIOException e) {
            abort(form.keys().of(key), upload);
            throw e;
        }
        try {
            return complete(key, upload, parts, condition);
        } catch (SdkException e) {
            if (!Failures.leavesOutcomeOpen(e)) {
                abort(form.keys().of(key), upload);
            }
            throw e;
        }
    }

    private String begin(BlobKey key) {
        try {
            return given(
                    key,
                    repeating.createMultipartUpload(form.createMultipart(key)).uploadId());
        } catch (SdkException e) {
            throw Failures.of(uploading(key), e);
        }
    }

    /// Gives up the uploads of registries that were begun before `before` and never completed: their instances
    /// died.
    ///
    /// @return how many
    int abortOlderThan(Instant before) {
        int aborted = 0;
        var pages = repeating.listMultipartUploadsPaginator(
                request -> request.bucket(form.bucket()).prefix(form.keys().prefix()));
        for (MultipartUpload upload : pages.uploads()) {
            if (upload.initiated().isBefore(before) && isOurs(upload.key())) {
                abort(upload.key(), upload.uploadId());
                aborted++;
            }
        }
        return aborted;
    }

    /// Without a key prefix the bucket may be one that others upload to, too.
    private boolean isOurs(String objectKey) {
        return form.keys().parse(objectKey).filter(ObjectKinds::mayGoInParts).isPresent();
    }

    private List<CompletedPart> parts(BlobKey key, String upload, WholeBody body) {
        long partBytes = Math.max(PART_BYTES, Math.ceilDiv(body.sizeBytes(), MAX_PARTS));
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < body.sizeBytes() || parts.isEmpty(); from += partBytes) {
            int number = parts.size() + 1;
            long length = Math.min(partBytes, body.sizeBytes() - from);
            UploadPartRequest request = UploadPartRequest.builder()
                    .bucket(form.bucket())
                    .key(form.keys().of(key))
                    .uploadId(upload)
                    .partNumber(number)
                    .contentLength(length)
                    .overrideConfiguration(override ->
                            override.apiCallAttemptTimeout(PART_TIME).apiCallTimeout(PART_TIME.multipliedBy(2)))
                    .build();
            parts.add(part(key, request, body.part(from, length), body));
        }
        return parts;
    }

    private CompletedPart part(BlobKey key, UploadPartRequest request, RequestBody bytes, WholeBody body) {
        try {
            UploadPartResponse answer = repeating.uploadPart(request, bytes);
            return CompletedPart.builder()
                    .partNumber(request.partNumber())
                    .eTag(given(key, answer.eTag()))
                    .checksumCRC32(answer.checksumCRC32())
                    .build();
        } catch (SdkException e) {
            if (body.failure() != null) {
                throw e;
            }
            throw Failures.of(uploading(key), e);
        }
    }

    /// What an answer has to have. It may be cut off before.
    private static String given(BlobKey key, @Nullable String field) {
        if (field == null) {
            throw new StorageException(
                    StorageException.Kind.UNAVAILABLE, uploading(key) + ": the answer broke off", null);
        }
        return field;
    }

    private static String uploading(BlobKey key) {
        return "cannot upload \"" + key + "\"";
    }

    private @Nullable String complete(BlobKey key, String upload, List<CompletedPart> parts, PutIf condition) {
        var request = CompleteMultipartUploadRequest.builder()
                .bucket(form.bucket())
                .key(form.keys().of(key))
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts))
                .overrideConfiguration(
                        override -> override.apiCallAttemptTimeout(PART_TIME).apiCallTimeout(PART_TIME));
        switch (condition) {
            case PutIf.Always() -> {}
            case PutIf.IfAbsent() -> request.ifNoneMatch("*");
            case PutIf.IfMatches(Revision revision) -> request.ifMatch(dialect.matching(revision.value()));
        }
        return once.completeMultipartUpload(request.build()).eTag();
    }

    /// What stays because this fails goes with the old uploads.
    private void abort(String key, String upload) {
        try {
            repeating.abortMultipartUpload(
                    request -> request.bucket(form.bucket()).key(key).uploadId(upload));
        } catch (SdkException e) {
            log.warn("upload not given up key={} upload={}", key, upload, e);
        }
    }
}
