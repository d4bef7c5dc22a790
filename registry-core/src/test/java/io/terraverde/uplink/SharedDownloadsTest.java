package io.terraverde.uplink;

import static io.terraverde.uplink.DownloadsFixture.await;
import static io.terraverde.uplink.DownloadsFixture.integrityOf;
import static io.terraverde.uplink.DownloadsFixture.plan;
import static io.terraverde.uplink.DownloadsFixture.randomBytes;
import static io.terraverde.uplink.DownloadsFixture.readUntilCut;
import static io.terraverde.uplink.ScriptedSource.failure;
import static io.terraverde.uplink.ScriptedSource.file;
import static io.terraverde.uplink.ScriptedSource.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.testkit.Race;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDownloadsTest {
    private static final byte[] BYTES = randomBytes(1_000_003);

    @TempDir
    Path directory;

    @Test
    void manyReadersShareOneFetch() {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, 300_000);
        var source = new ScriptedSource().then(file(BYTES.length, feed));
        var joined = new AtomicInteger();

        List<byte[]> read = Race.of(64, number -> {
            try (Download download = fixture.join(source, BYTES).orElseThrow();
                    InputStream in = download.read()) {
                byte[] first = in.readNBytes(1000);
                if (joined.incrementAndGet() == 64) {
                    feed.give(BYTES, 300_000, BYTES.length).end();
                }
                return concat(first, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(read).allMatch(bytes -> Arrays.equals(bytes, BYTES));
        assertThat(source.asked()).containsExactly("0");
        fixture.awaitQuiet();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 16_385, 65_536, 65_537, 200_000})
    void givesTheBytesWithTheirHead(int size) throws Exception {
        var fixture = new DownloadsFixture(directory);
        byte[] bytes = randomBytes(size);
        var source = new ScriptedSource().then(file(size, new ByteArrayInputStream(bytes)));

        try (Download download = fixture.join(source, bytes).orElseThrow();
                InputStream in = download.read()) {
            assertThat(download.head().sizeBytes()).hasValue(size);
            assertThat(download.head().etag()).contains(ScriptedSource.TAG);
            assertThat(download.head().contentType()).contains("application/octet-stream");
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }

        assertThat(fixture.awaitKept()).isEqualTo(bytes);
        fixture.awaitQuiet();
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000})
    void fileOfUnknownSizeEndsWhereItEnds(int size) throws Exception {
        var fixture = new DownloadsFixture(directory);
        byte[] bytes = randomBytes(size);
        var feed = new Feed();
        var source = new ScriptedSource().then(plain(feed));

        try (Download download = fixture.join(source).orElseThrow();
                InputStream in = download.read()) {
            assertThat(download.head().sizeBytes()).isEmpty();
            feed.give(bytes).end();
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }

        assertThat(fixture.awaitKept()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000, 200_000})
    void otherBytesThanDeclaredCutEveryReaderAndAreNotKept(int size) {
        var fixture = new DownloadsFixture(directory);
        byte[] sent = randomBytes(size);
        byte[] declared = sent.clone();
        declared[size - 1]++;
        var feed = new Feed();
        var source = new ScriptedSource().then(file(size, feed));

        try (Download download = fixture.join(source, declared).orElseThrow()) {
            List<InputStream> readers = List.of(download.read(), download.read(), download.read(0, 0));
            feed.give(sent).end();

            assertThat(readers).allSatisfy(reader -> {
                DownloadsFixture.Cut cut = readUntilCut(reader);
                assertThat(cut.bytesBefore()).isLessThan(size);
                assertThat(cut.cause().kind()).isEqualTo(Kind.WRONG);
                assertThat(cut.failure())
                        .hasMessage("uplink \"npmjs\" sent other bytes than declared: \"a-1.0.0.tgz\"");
            });
        }

        fixture.awaitQuiet();
        assertThat(fixture.keptNothing()).isTrue();
    }

    @Test
    void rangeOfADeclaredFileIsCompleteOnlyWhenTheFileIs() throws IOException {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, 500_000);
        var source = new ScriptedSource().then(file(BYTES.length, feed));

        try (Download download = fixture.join(source, BYTES).orElseThrow();
                InputStream in = download.read(100, 199)) {
            assertThat(in.readNBytes(99)).isEqualTo(Arrays.copyOfRange(BYTES, 100, 199));
            feed.give(BYTES, 500_000, BYTES.length).end();
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 199, 200));
        }
    }

    @Test
    void rangesAreReadWhileTheFileArrives() throws IOException {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, 500_000);
        var source = new ScriptedSource().then(file(BYTES.length, feed));

        try (Download download = fixture.join(source).orElseThrow();
                InputStream early = download.read(100, 1_099);
                InputStream late = download.read(600_000, 600_009);
                InputStream overTheEnd = download.read(1_000_000, 2_000_000);
                InputStream behind = download.read(1_000_003, 1_000_004)) {
            assertThat(early.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 100, 1_100));
            feed.give(BYTES, 500_000, 700_000);
            assertThat(late.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 600_000, 600_010));
            feed.give(BYTES, 700_000, BYTES.length).end();
            assertThat(overTheEnd.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 1_000_000, BYTES.length));
            assertThat(behind.read()).isEqualTo(-1);
        }
    }

    @Test
    void readerThatLeavesDisturbsNobody() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, 300_000);
        var source = new ScriptedSource().then(file(BYTES.length, feed));

        try (Download stays = fixture.join(source, BYTES).orElseThrow();
                InputStream in = stays.read()) {
            try (Download leaves = fixture.join(source, BYTES).orElseThrow();
                    InputStream unfinished = leaves.read()) {
                assertThat(unfinished.read()).isEqualTo(BYTES[0] & 0xff);
            }
            feed.give(BYTES, 300_000, BYTES.length).end();
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }

        assertThat(source.asked()).containsExactly("0");
        assertThat(fixture.awaitKept()).isEqualTo(BYTES);
    }

    @Test
    void fileIsKeptAlthoughEverybodyHasLeft() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, 300_000);
        var source = new ScriptedSource().then(file(BYTES.length, feed));
        fixture.join(source, BYTES).orElseThrow().close();

        feed.give(BYTES, 300_000, BYTES.length).end();

        assertThat(fixture.awaitKept()).isEqualTo(BYTES);
        fixture.awaitQuiet();
        assertThat(feed.isClosed()).isTrue();
    }

    @Test
    void newcomerReadsTheFetchedBytesUntilTheyAreKept() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var keeping = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var source = new ScriptedSource()
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)))
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)));
        DownloadPlan slow = plan(source, integrityOf(BYTES), (whole, head) -> {
            keeping.countDown();
            awaitLatch(goOn);
        });

        fixture.downloads.join("a", slow).orElseThrow().close();
        awaitLatch(keeping);
        try (Download newcomer = fixture.downloads.join("a", slow).orElseThrow();
                InputStream in = newcomer.read()) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
        assertThat(source.asked()).hasSize(1);
        goOn.countDown();
        fixture.awaitQuiet();

        fixture.downloads.join("a", slow).orElseThrow().close();
        assertThat(source.asked()).hasSize(2);
    }

    @Test
    void failureToKeepDisturbsNobody() throws IOException {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, new ByteArrayInputStream(BYTES)));
        DownloadPlan broken = plan(source, integrityOf(BYTES), (whole, head) -> {
            throw new IllegalStateException("the store is broken");
        });

        try (Download download = fixture.downloads.join("a", broken).orElseThrow();
                InputStream in = download.read()) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }

        fixture.awaitQuiet();
    }

    @Test
    void failureBeforeTheFirstByteReachesAllWhoWait() {
        var fixture = new DownloadsFixture(directory);
        var fail = new CountDownLatch(1);
        var source = new ScriptedSource().thenDo(() -> {
            awaitLatch(fail);
            throw failure(Kind.TIMED_OUT);
        });
        var failures = Arrays.asList(new AtomicReference<>(new Object()), new AtomicReference<>(new Object()));
        List<Thread> waiting = failures.stream()
                .map(failure -> Thread.ofVirtual().start(() -> {
                    try {
                        fixture.join(source);
                    } catch (UpstreamException e) {
                        failure.set(e.kind() + " " + e.getMessage());
                    }
                }))
                .toList();

        await(() -> waiting.stream().allMatch(SharedDownloadsTest::hasJoined));
        fail.countDown();

        assertThat(failures)
                .allSatisfy(failure -> await(() -> "TIMED_OUT uplink \"npmjs\" fails".equals(failure.get())));
        assertThat(source.asked()).hasSize(1);
        fixture.awaitQuiet();
    }

    @Test
    void whatTheServerDoesNotHaveIsAbsent() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(new UpstreamAnswer.Absent());

        assertThat(fixture.join(source)).isEmpty();

        fixture.awaitQuiet();
    }

    @Test
    void smallFileStaysInMemoryAndLargeOneGoesToTheFolder() throws Exception {
        var fixture = new DownloadsFixture(directory);
        byte[] small = Arrays.copyOf(BYTES, Spooling.UNIT_BYTES);
        var smallSource = new ScriptedSource().then(file(small.length, new ByteArrayInputStream(small)));
        var largeSource = new ScriptedSource().then(file(BYTES.length, new ByteArrayInputStream(BYTES)));

        try (Download download = fixture.join(smallSource, small).orElseThrow()) {
            fixture.awaitKept();
            assertThat(fixture.folder.filesInUse()).isZero();
            await(() -> fixture.downloads.underWay() == 0);
            assertThat(fixture.downloads.bytesTaken()).isEqualTo(Spooling.UNIT_BYTES);
            assertThat(download.head().sizeBytes()).hasValue(small.length);
        }
        try (Download download = fixture.join(largeSource, BYTES).orElseThrow()) {
            fixture.awaitKept();
            assertThat(fixture.folder.filesInUse()).isOne();
            assertThat(download.head().sizeBytes()).hasValue(BYTES.length);
        }

        fixture.awaitQuiet();
    }

    @Test
    void interruptedReaderDisturbsNobody() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, new ByteArrayInputStream(BYTES)));

        try (Download download = fixture.join(source, BYTES).orElseThrow();
                InputStream other = download.read();
                InputStream interrupted = download.read()) {
            fixture.awaitKept();
            Thread.currentThread().interrupt();
            assertThatThrownBy(interrupted::read).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(other.readAllBytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void spoolThatCannotBeWrittenCutsTheReaders() throws IOException {
        Path noFolder = Files.writeString(directory.resolve("file"), "in the way");
        var fixture = new DownloadsFixture(noFolder);
        var feed = new Feed();
        var source = new ScriptedSource().then(file(BYTES.length, feed));

        try (Download download = fixture.join(source, BYTES).orElseThrow()) {
            feed.give(BYTES).end();
            assertThat(readUntilCut(download.read()).failure()).hasCauseInstanceOf(Unavailable.class);
        }
        fixture.awaitQuiet();
    }

    /// Whether it has a share in a file, and waits for the head.
    private static boolean hasJoined(Thread reader) {
        return Arrays.stream(reader.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitHead"));
    }

    private static byte[] concat(byte[] first, byte[] rest) {
        byte[] both = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, both, first.length, rest.length);
        return both;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
