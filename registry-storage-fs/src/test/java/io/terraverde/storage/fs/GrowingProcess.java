package io.terraverde.storage.fs;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.testkit.PatternBody;
import io.terraverde.testkit.RunningClock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that writes until it is killed: `{root} {round}`. Step `n` makes a new object of `n` bytes, and replaces
/// another by one of `n` bytes; after that it prints `n`.
final class GrowingProcess {
    static final BlobKey REPLACED = BlobKey.of("growing/package.json");

    private GrowingProcess() {}

    static BlobKey created(String round, int step) {
        return BlobKey.of("growing/" + round + "-" + step + ".tgz");
    }

    /// The body of a step; its size differs from that of every other step.
    static BlobBody body(int step) {
        return new PatternBody(step * 1000L + 1, step);
    }

    public static void main(String[] arguments) throws IOException {
        FsBlobStore store = FsBlobStore.open(Path.of(arguments[0]), new RunningClock());
        try (OutputStream acknowledged = new FileOutputStream(FileDescriptor.out)) {
            for (int step = 0; ; step++) {
                if (!(store.put(created(arguments[1], step), body(step), PutIf.absent()) instanceof PutResult.Stored)) {
                    throw new IllegalStateException("refused");
                }
                store.put(REPLACED, body(step), PutIf.always());
                acknowledged.write((step + "\n").getBytes(StandardCharsets.UTF_8));
                acknowledged.flush();
            }
        }
    }
}
