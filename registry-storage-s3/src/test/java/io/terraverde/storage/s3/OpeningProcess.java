package io.terraverde.storage.s3;

import java.net.URI;

/// A process that opens a bucket and ends: `{endpoint} {access} {secret}`. Its variables are for the test to
/// choose.
final class OpeningProcess {
    private OpeningProcess() {}

    public static void main(String[] arguments) {
        S3Options options =
                StubStore.options(URI.create(arguments[0]), arguments[1], arguments[2], StubStore.BUCKET, "");
        StubStore.open(options).close();
    }
}
