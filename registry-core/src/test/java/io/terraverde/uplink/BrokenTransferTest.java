package io.terraverde.uplink;

import static io.terraverde.uplink.DownloadsFixture.LIMITS;
import static io.terraverde.uplink.DownloadsFixture.randomBytes;
import static io.terraverde.uplink.DownloadsFixture.readUntilCut;
import static io.terraverde.uplink.ScriptedSource.TAG;
import static io.terraverde.uplink.ScriptedSource.failure;
import static io.terraverde.uplink.ScriptedSource.file;
import static io.terraverde.uplink.ScriptedSource.found;
import static io.terraverde.uplink.ScriptedSource.part;
import static io.terraverde.uplink.ScriptedSource.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.uplink.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Transfers that break off, and servers that send something else than they said.
class BrokenTransferTest {
    private static final byte[] BYTES = randomBytes(300_000);
    private static final int CUT = 100_000;

    @TempDir
    Path directory;

    @Test
    void restIsAskedForAndGoesOnBehindWhatCame() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, cutAt(CUT))).then(part(CUT, BYTES.length, from(CUT)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);

        assertThat(source.asked()).containsExactly("0", CUT + " " + TAG);
        assertThat(fixture.pauses).hasSize(1);
        assertThat(fixture.awaitKept()).isEqualTo(BYTES);
    }

    @Test
    void fileThatComesFromItsStartAgainIsComparedAndGoesOn() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .then(file(BYTES.length, cutAt(CUT)))
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)));

        assertThat(readAll(fixture.join(source))).isEqualTo(BYTES);

        assertThat(fixture.awaitKept()).isEqualTo(BYTES);
    }

    @Test
    void otherBytesTheSecondTimeCutTheReaders() {
        var fixture = new DownloadsFixture(directory);
        byte[] other = BYTES.clone();
        other[CUT - 1]++;
        var source = new ScriptedSource()
                .then(file(BYTES.length, cutAt(CUT)))
                .then(file(BYTES.length, new ByteArrayInputStream(other)));

        DownloadsFixture.Cut cut = cut(fixture, source);

        assertThat(cut.bytesBefore()).isLessThanOrEqualTo(CUT);
        assertThat(cut.cause().kind()).isEqualTo(Kind.WRONG);
        assertThat(fixture.keptNothing()).isTrue();
        fixture.awaitQuiet();
    }

    @Test
    void restOfAFileWithAnotherTagIsRefused() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .then(file(BYTES.length, cutAt(CUT)))
                .then(found(CUT, OptionalLong.of(BYTES.length), Optional.of("\"v2\""), from(CUT)));

        assertThat(cut(fixture, source).cause().kind()).isEqualTo(Kind.WRONG);
    }

    @Test
    void fileOfWhichNothingIsKnownIsReadFromItsStartAgain() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(plain(cutAt(CUT))).then(plain(new ByteArrayInputStream(BYTES)));

        assertThat(readAll(fixture.join(source))).isEqualTo(BYTES);

        assertThat(source.asked()).containsExactly("0", "0");
    }

    @Test
    void declaredDigestsAreReasonEnoughToAskForTheRest() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .then(plain(cutAt(CUT)))
                .then(found(CUT, OptionalLong.empty(), Optional.empty(), from(CUT)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);

        assertThat(source.asked()).containsExactly("0", Integer.toString(CUT));
    }

    @Test
    void weakTagIsNotAskedFor() throws Exception {
        var fixture = new DownloadsFixture(directory);
        Optional<String> weak = Optional.of("W/\"v1\"");
        OptionalLong size = OptionalLong.of(BYTES.length);
        var source =
                new ScriptedSource().then(found(0, size, weak, cutAt(CUT))).then(found(CUT, size, weak, from(CUT)));

        assertThat(readAll(fixture.join(source))).isEqualTo(BYTES);

        assertThat(source.asked()).containsExactly("0", Integer.toString(CUT));
    }

    @Test
    void everyByteOfProgressRenewsTheAttempts() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, cutAt(1)));
        for (int at = 1; at < 20; at++) {
            source.then(
                    part(at, BYTES.length, new Feed().give(BYTES, at, at + 1).breakOff()));
        }
        source.then(part(20, BYTES.length, from(20)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);
    }

    @Test
    void attemptsWithoutProgressComeToAnEnd() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, cutAt(CUT)));
        for (int i = 0; i < LIMITS.attempts(); i++) {
            source.thenFail(failure(Kind.REFUSED));
        }

        DownloadsFixture.Cut cut = cut(fixture, source);

        assertThat(cut.cause().kind()).isEqualTo(Kind.REFUSED);
        assertThat(source.asked()).hasSize(1 + LIMITS.attempts());
        assertThat(fixture.pauses).hasSize(LIMITS.attempts()).isSorted();
        fixture.awaitQuiet();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "BUSY", "REFUSED"})
    void passingFailureAtTheBeginningIsNotSeen(Kind kind) throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().thenFail(failure(kind)).then(file(BYTES.length, from(0)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);

        assertThat(fixture.pauses).hasSize(1);
    }

    @Test
    void serverThatAsksForALongPauseAtTheBeginningIsNotAskedAgain() {
        var fixture = new DownloadsFixture(directory);
        var source =
                new ScriptedSource().thenFail(new UpstreamException(Kind.BUSY, "busy", Duration.ofMinutes(1), null));

        assertThatThrownBy(() -> fixture.join(source, BYTES)).isInstanceOf(UpstreamException.class);

        assertThat(source.asked()).hasSize(1);
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void serverThatAsksForAPauseGetsIt() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .then(file(BYTES.length, cutAt(CUT)))
                .thenFail(new UpstreamException(Kind.BUSY, "busy", Duration.ofSeconds(15), null))
                .then(part(CUT, BYTES.length, from(CUT)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);

        assertThat(fixture.pauses.getLast()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void bodyThatIsShorterThanAnnouncedIsNoFile() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource();
        source.then(file(BYTES.length, new ByteArrayInputStream(BYTES, 0, CUT)));
        for (int i = 0; i < LIMITS.attempts(); i++) {
            source.then(part(CUT, BYTES.length, new ByteArrayInputStream(new byte[0])));
        }

        DownloadsFixture.Cut cut = cut(fixture, source);

        assertThat(cut.bytesBefore()).isLessThanOrEqualTo(CUT);
        assertThat(cut.failure()).hasMessage("uplink \"npmjs\" broke off \"a-1.0.0.tgz\" after 100000 of 300000 bytes");
        assertThat(fixture.keptNothing()).isTrue();
    }

    @Test
    void bodyThatIsLongerThanAnnouncedIsNoFile() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(CUT, new ByteArrayInputStream(BYTES)));

        DownloadsFixture.Cut cut = cut(fixture, source);

        assertThat(cut.bytesBefore()).isLessThan(CUT);
        assertThat(cut.cause().kind()).isEqualTo(Kind.WRONG);
    }

    @Test
    void lineThatBreaksBehindTheLastByteDoesNoHarm() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(file(BYTES.length, cutAt(BYTES.length)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);
    }

    @Test
    void silenceIsTakenUpAndNamed() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .then(file(
                        BYTES.length, new Feed().give(BYTES, 0, CUT).breakOff(new SocketTimeoutException("silent"))));
        for (int i = 0; i < LIMITS.attempts(); i++) {
            source.then(part(CUT, BYTES.length, new Feed().breakOff(new SocketTimeoutException("silent"))));
        }

        assertThat(cut(fixture, source).cause().kind()).isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void transferThatTakesTooLongEnds() {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed().give(BYTES, 0, CUT);
        var source = new ScriptedSource().then(file(BYTES.length, feed));

        try (Download download = fixture.join(source).orElseThrow()) {
            fixture.time.advance(LIMITS.duration().plusNanos(1));
            feed.give(BYTES, CUT, CUT + 1);
            DownloadsFixture.Cut cut = readUntilCut(download.read());
            assertThat(cut.cause().kind()).isEqualTo(Kind.TIMED_OUT);
        }
    }

    @Test
    void serverThatCannotBeReachedIsAskedOnceMore() throws Exception {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource()
                .thenFail(failure(Kind.UNREACHABLE))
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)));

        assertThat(readAll(fixture.join(source, BYTES))).isEqualTo(BYTES);
    }

    @Test
    void serverThatCannotBeReachedAtAllIsAFailure() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource();
        Collections.nCopies(LIMITS.firstAttempts(), Kind.UNREACHABLE).forEach(kind -> source.thenFail(failure(kind)));

        assertThatThrownBy(() -> fixture.join(source))
                .isInstanceOfSatisfying(
                        UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        fixture.awaitQuiet();
    }

    @Test
    void fileThatIsAnnouncedTooLargeIsRefusedAtOnce() {
        var fixture = new DownloadsFixture(directory);
        var feed = new Feed();
        var source = new ScriptedSource().then(file(10_000_001, feed));

        assertThatThrownBy(() -> fixture.join(source))
                .isInstanceOfSatisfying(
                        UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG));
        assertThat(feed.isClosed()).isTrue();
    }

    @Test
    void endlessBodyIsCut() {
        var fixture = new DownloadsFixture(directory);
        var source = new ScriptedSource().then(plain(new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                return length;
            }
        }));

        assertThat(cut(fixture, source).cause().kind()).isEqualTo(Kind.WRONG);
        fixture.awaitQuiet();
    }

    private static DownloadsFixture.Cut cut(DownloadsFixture fixture, ScriptedSource source) {
        try (Download download = fixture.join(source).orElseThrow()) {
            return readUntilCut(download.read());
        } catch (UpstreamException e) {
            // The transfer had failed before this thread went on.
            return new DownloadsFixture.Cut(0, new IOException(e.getMessage(), e));
        }
    }

    private static byte[] readAll(Optional<Download> joined) throws IOException {
        try (Download download = joined.orElseThrow();
                InputStream in = download.read()) {
            return in.readAllBytes();
        }
    }

    private static InputStream cutAt(int position) {
        return new Feed().give(BYTES, 0, position).breakOff();
    }

    private static InputStream from(int position) {
        return new ByteArrayInputStream(Arrays.copyOfRange(BYTES, position, BYTES.length));
    }
}
