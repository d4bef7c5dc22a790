package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the stub to what a real store answers. The probe signs its requests itself, shares no code with the
/// stub, and prints a line for each thing it tried.
final class S3StubAgreementTest {
    private static final System.Logger log = System.getLogger(S3StubAgreementTest.class.getName());
    private static final String RECORDED = "s3-probe-ceph-20.2.4.txt";

    @TempDir
    private Path folder;

    private final S3Stub stub = S3Stub.builder().start();

    @AfterEach
    void closeStub() {
        stub.close();
    }

    @Test
    void answersAsCephWasRecorded() throws Exception {
        List<String> recorded = recorded();

        List<String> answered = probe(stub.endpoint().toString(), stub.access(), stub.secret(), "agreement");

        assertThat(answered).isEqualTo(recorded);
    }

    @Test
    void answersAsTheStoreThatRuns() throws Exception {
        Map<String, String> environment = System.getenv();
        if (!environment.containsKey("S3_ENDPOINTS")) {
            skip("S3_ENDPOINTS names no store: the stub was not compared with a running one");
        }
        String endpoint = environment.getOrDefault("S3_ENDPOINTS", "").split(",", 2)[0];
        String bucket = "agreement-" + Long.toHexString(System.nanoTime());
        List<String> live = probe(
                endpoint, environment.getOrDefault("S3_ACCESS", ""), environment.getOrDefault("S3_SECRET", ""), bucket);

        List<String> answered = probe(stub.endpoint().toString(), stub.access(), stub.secret(), bucket);

        assertThat(answered).isEqualTo(live);
    }

    private static List<String> recorded() throws IOException {
        try (InputStream resource = S3StubAgreementTest.class.getResourceAsStream(RECORDED)) {
            return compared(new String(resource.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
    }

    /// All that the probe prints about a store, whose bucket it makes itself.
    private List<String> probe(String endpoint, String access, String secret, String bucket)
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path printed = folder.resolve(bucket + "-" + URI.create(endpoint).getPort());
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dstdout.encoding=UTF-8",
                        source().toString(),
                        "ops",
                        endpoint,
                        access,
                        secret,
                        bucket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return compared(Files.readAllLines(printed).stream());
    }

    /// Without what differs between two runs on one store, and without the store's own name.
    private static List<String> compared(Stream<String> lines) {
        return lines.filter(line -> !line.startsWith("Server header"))
                .map(line -> line.replaceAll(" lm=.*", " lm=*"))
                .toList();
    }

    private static Path source() {
        String given = System.getenv("TERRAVERDE_S3_PROBE");
        Path source = given == null
                ? Path.of("..").toAbsolutePath().normalize().resolve("../shared/tools/S3Probe.java")
                : Path.of(given);
        if (!Files.isRegularFile(source)) {
            skip("there is no probe at " + source + ": the stub was compared with nothing");
        }
        return source;
    }

    private static void skip(String reason) {
        log.log(System.Logger.Level.WARNING, "SKIPPED: " + reason);
        if ("fail".equals(System.getProperty("terraverde.skips"))) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }
}
