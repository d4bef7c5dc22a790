package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.PublishInSmallHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The size of a tarball does not matter for memory. `-Dterraverde.test.tarballMiB=400` makes it larger than usual.
class LargePublishTest {
    @TempDir
    Path directory;

    @Test
    void largeTarballPassesThroughASmallHeap() throws IOException, InterruptedException {
        Path spool = directory.resolve("spool");
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishInSmallHeap.class.getName(),
                        spool.toString(),
                        System.getProperty("terraverde.test.tarballMiB", "100"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output)).isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(spool).isEmptyDirectory();
    }
}
