package io.terraverde.it.bucket;

import io.terraverde.it.registry.RegistrySetup;
import io.terraverde.it.shell.Ports;
import io.terraverde.storage.s3.testkit.S3Bucket;
import io.terraverde.storage.s3.testkit.S3Stub;

/// Setups of registries over a bucket of an S3 stub.
///
/// Their configuration has every setting of the bucket on a line of its own, for [RegistrySetup#with] to replace:
/// `bucket: registry`, `region: us-east-1`, `accessKeyId: stubaccess`, `secretAccessKey: stubsecret`, `lease: 0`,
/// `timeout: 10s`.
public final class BucketSetup {
    /// The name of the bucket.
    public static final String BUCKET = "registry";

    private static final String STORE = """
            store:
              aws-s3-storage:
                bucket: registry
                endpoint: ENDPOINT
                region: us-east-1
                s3ForcePathStyle: true
                accessKeyId: ACCESS
                secretAccessKey: SECRET
            terraverde:
              lease: 0
              s3:
                timeout: 10s
            """;

    private BucketSetup() {}

    /// A stub with the bucket, which is empty. Its port stays free while it is down.
    public static S3Stub.Builder aStub() {
        return S3Stub.builder().bucket(BUCKET).port(Ports.free());
    }

    /// The bucket of such a stub.
    public static S3Bucket bucketOf(S3Stub stub) {
        return stub.bucket(BUCKET);
    }

    /// A registry over the bucket `registry` of a stub, with no lease, in a new folder.
    public static RegistrySetup over(S3Stub stub) {
        return RegistrySetup.standard()
                .with("storage: ./storage\n", STORE)
                .with("ENDPOINT", stub.endpoint().toString())
                .with("ACCESS", stub.access())
                .with("SECRET", stub.secret());
    }
}
