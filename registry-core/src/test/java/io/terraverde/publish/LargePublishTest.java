package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.testkit.ChildJvm;
import io.terraverde.testkit.LargePackumentInSmallHeap;
import io.terraverde.testkit.PublishInSmallHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What large tarballs and large packuments take of memory. `-Dterraverde.test.tarballMiB=400` makes the tarball larger
/// than usual.
class LargePublishTest {
    @TempDir
    Path directory;

    @Test
    void largeTarballPassesThroughASmallHeap() throws IOException, InterruptedException {
        Path spool = directory.resolve("spool");

        runInHeap(
                "24m",
                PublishInSmallHeap.class,
                spool.toString(),
                System.getProperty("terraverde.test.tarballMiB", "100"));

        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void packumentOf40MegabytesIsPublishedToAndRenderedInHalfAGigabyte() throws IOException, InterruptedException {
        runInHeap("512m", LargePackumentInSmallHeap.class, "20000", "2000");
    }

    /// Runs a program in a process of its own; it must end well and say nothing.
    private void runInHeap(String heap, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = ChildJvm.builder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(output).lines().filter(line -> !line.startsWith("SLF4J")))
                .isEmpty();
        assertThat(process.exitValue()).isZero();
    }
}
