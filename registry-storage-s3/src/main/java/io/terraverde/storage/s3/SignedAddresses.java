package io.terraverde.storage.s3;

import io.terraverde.storage.BlobKey;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Addresses at which anybody can read an object for a while, because we signed them. They are made without
/// asking the store, for objects that are missing too, and are good for GET, with or without a range, but not
/// for HEAD.
public final class SignedAddresses implements AutoCloseable {
    private final S3Presigner presigner;
    private final String bucket;
    private final S3Keys keys;
    private final Duration lifetime;

    SignedAddresses(S3Presigner presigner, S3Options options, Duration lifetime) {
        this.presigner = presigner;
        this.bucket = options.bucket();
        this.keys = new S3Keys(options.keyPrefix());
        this.lifetime = lifetime;
    }

    /// The address of an object.
    public URI of(BlobKey key) {
        return URI.create(presigner
                .presignGetObject(signing -> signing.signatureDuration(lifetime)
                        .getObjectRequest(request -> request.bucket(bucket).key(keys.of(key))))
                .url()
                .toExternalForm());
    }

    @Override
    public void close() {
        presigner.close();
    }
}
