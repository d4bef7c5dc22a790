package io.terraverde.storage.s3.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The stub as a process of its own: `{port} {bucket} [{access} {secret}]`; port 0 means any free one. It
/// prints where it is, one `NAME=value` per line, and then serves until its standard input ends, or it is
/// killed.
public final class S3StubMain {
    private S3StubMain() {}

    /// Starts it.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 && arguments.length != 4) {
            throw new IllegalArgumentException("give a port, a bucket and, if you like, an access key and a secret");
        }
        S3Stub.Builder builder =
                S3Stub.builder().port(Integer.parseInt(arguments[0])).bucket(arguments[1]);
        if (arguments.length == 4) {
            builder.credentials(arguments[2], arguments[3]);
        }
        try (S3Stub stub = builder.start();
                OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            String lines = "S3_ENDPOINT=" + stub.endpoint() + "\nS3_ENDPOINTS=" + stub.endpoint() + "\nS3_ACCESS="
                    + stub.access() + "\nS3_SECRET=" + stub.secret() + "\nS3_REGION=" + stub.region()
                    + "\nS3_PATH_STYLE=true\n";
            out.write(lines.getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (System.in.read() >= 0) {
                // Standard input only says when to end.
            }
        }
    }
}
