package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// What every object is written with: type, encryption, access.
final class WriteForm {
    private static final String TYPE = "application/octet-stream";
    private static final String NO_ACL = "private";

    private final S3Options options;
    private final S3Keys keys;
    private final @Nullable ServerSideEncryption encryption;
    private final @Nullable String kmsKeyId;

    WriteForm(S3Options options) {
        this.options = options;
        this.keys = new S3Keys(options.keyPrefix());
        this.encryption = switch (options.encryption()) {
            case S3Options.Encryption.OfBucket() -> null;
            case S3Options.Encryption.StoreKeys() -> ServerSideEncryption.AES256;
            case S3Options.Encryption.Kms _ -> ServerSideEncryption.AWS_KMS;
        };
        this.kmsKeyId = options.encryption() instanceof S3Options.Encryption.Kms(Optional<String> keyId)
                ? keyId.orElse(null)
                : null;
    }

    String bucket() {
        return options.bucket();
    }

    S3Keys keys() {
        return keys;
    }

    PutObjectRequest.Builder put(BlobKey key) {
        var request = PutObjectRequest.builder()
                .bucket(options.bucket())
                .key(keys.of(key))
                .contentType(TYPE)
                .serverSideEncryption(encryption)
                .ssekmsKeyId(kmsKeyId);
        acl(key).ifPresent(request::acl);
        return request;
    }

    CreateMultipartUploadRequest createMultipart(BlobKey key) {
        var request = CreateMultipartUploadRequest.builder()
                .bucket(options.bucket())
                .key(keys.of(key))
                .contentType(TYPE)
                .serverSideEncryption(encryption)
                .ssekmsKeyId(kmsKeyId);
        acl(key).ifPresent(request::acl);
        return request.build();
    }

    private Optional<ObjectCannedACL> acl(BlobKey key) {
        boolean wanted = ObjectKinds.isTarball(key) && !options.tarballAcl().equals(NO_ACL);
        return wanted ? Optional.of(ObjectCannedACL.fromValue(options.tarballAcl())) : Optional.empty();
    }
}
