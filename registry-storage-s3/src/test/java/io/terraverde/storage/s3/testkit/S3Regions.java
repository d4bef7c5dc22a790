package io.terraverde.storage.s3.testkit;

import java.util.Map;

/// What happens to a request that is signed for another region than the stub's.
public enum S3Regions {
    /// It is served, as Ceph does.
    ANY,
    /// 400 AuthorizationHeaderMalformed, which names the right region, as AWS does.
    MALFORMED,
    /// 301 PermanentRedirect with the header `x-amz-bucket-region`, as AWS does for buckets of elsewhere.
    REDIRECT;

    void refuse(String expected) {
        switch (this) {
            case ANY -> {}
            case MALFORMED ->
                throw new S3Refusal(
                        400,
                        "AuthorizationHeaderMalformed",
                        "The region of the credential is wrong; expecting '" + expected + "'",
                        Map.of("Region", expected));
            case REDIRECT ->
                throw new S3Refusal(
                        301,
                        "PermanentRedirect",
                        "The bucket is to be addressed by another endpoint.",
                        Map.of("Region", expected, "Endpoint", "s3." + expected + ".amazonaws.com"));
        }
    }
}
