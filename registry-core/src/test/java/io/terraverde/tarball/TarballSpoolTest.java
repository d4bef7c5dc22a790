package io.terraverde.tarball;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.testkit.BrokenStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarballSpoolTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_003})
    void givesBackTheBytesWithTheirDigests(int size) throws IOException {
        byte[] bytes = randomBytes(size);
        var spool = new TarballSpool(directory.resolve("made/when/needed"));

        try (SpooledTarball spooled = spool.spool(new ByteArrayInputStream(bytes))) {
            assertThat(spooled.sizeBytes()).isEqualTo(size);
            assertThat(spooled.integrity()).isEqualTo(Integrity.of(bytes));
            assertThat(spooled.body().sizeBytes()).isEqualTo(size);
            assertThat(readAll(spooled)).isEqualTo(bytes);
            assertThat(readAll(spooled)).isEqualTo(bytes);
        }
        assertThat(spool.filesInUse()).isZero();
    }

    @Test
    void bytesWrittenOneByOneAreTheSame() {
        byte[] bytes = randomBytes(70_000);
        var spool = new TarballSpool(directory);

        try (SpoolWriter writer = spool.begin()) {
            for (byte b : bytes) {
                writer.write(b);
            }
            assertThat(writer.sizeBytes()).isEqualTo(70_000);
            try (SpooledTarball spooled = writer.finish()) {
                assertThat(spooled.integrity()).isEqualTo(Integrity.of(bytes));
            }
        }
    }

    @Test
    void smallTarballMakesNoFile() throws IOException {
        var spool = new TarballSpool(directory);

        try (SpooledTarball spooled = spool.spool(new ByteArrayInputStream(new byte[TarballSpool.MEMORY_BYTES]))) {
            assertThat(spool.filesInUse()).isZero();
            assertThat(spooled.sizeBytes()).isEqualTo(TarballSpool.MEMORY_BYTES);
        }
    }

    @Test
    void nothingIsLeftOfAnUnfinishedTarball() throws IOException {
        var spool = new TarballSpool(directory);

        try (SpoolWriter writer = spool.begin()) {
            writer.write(new byte[200_000]);
            assertThat(spool.filesInUse()).isOne();
        }

        assertThat(spool.filesInUse()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void closedTarballCannotBeReadAndClosesOnce() throws IOException {
        var spool = new TarballSpool(directory);
        SpooledTarball spooled = spool.spool(new ByteArrayInputStream(new byte[200_000]));

        spooled.close();
        spooled.close();

        assertThat(spool.filesInUse()).isZero();
        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(() -> spooled.body().open()).isInstanceOf(IOException.class);
    }

    @Test
    void readersDoNotDisturbEachOther() throws IOException {
        byte[] bytes = randomBytes(300_000);
        var spool = new TarballSpool(directory);

        try (SpooledTarball spooled = spool.spool(new ByteArrayInputStream(bytes));
                InputStream first = spooled.body().open();
                InputStream second = spooled.body().open()) {
            assertThat(first.skip(100_000)).isEqualTo(100_000);
            assertThat(second.readNBytes(200_000)).isEqualTo(Arrays.copyOf(bytes, 200_000));
            assertThat(first.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 300_000));
        }
    }

    @Test
    void fullDiskIsUnavailableBecauseFull() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        var spool = new TarballSpool(new SpoolFolder(
                directory, ignored -> FileChannel.open(full, StandardOpenOption.READ, StandardOpenOption.WRITE)));

        assertThatThrownBy(() -> spool.spool(new ByteArrayInputStream(new byte[200_000])))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.reason()).isEqualTo(Unavailable.Reason.FULL));
        assertThat(spool.filesInUse()).isZero();
    }

    @Test
    void spoolThatIsNoFolderIsUnavailable() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        var spool = new TarballSpool(file);

        assertThatThrownBy(() -> spool.spool(new ByteArrayInputStream(new byte[200_000])))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.reason()).isEqualTo(Unavailable.Reason.BUSY));
    }

    @Test
    void failureOfTheSourcePassesAndLeavesNothing() {
        var spool = new TarballSpool(directory);
        var source = new BrokenStream(new byte[200_000]);

        assertThatThrownBy(() -> spool.spool(source))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RegistryException.class)
                .hasMessage("connection reset");
        assertThat(spool.filesInUse()).isZero();
    }

    private static byte[] readAll(SpooledTarball spooled) throws IOException {
        try (InputStream in = spooled.body().open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
