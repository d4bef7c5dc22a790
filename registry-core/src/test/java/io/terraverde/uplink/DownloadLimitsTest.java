package io.terraverde.uplink;

import static io.terraverde.uplink.DownloadsFixture.integrityOf;
import static io.terraverde.uplink.DownloadsFixture.plan;
import static io.terraverde.uplink.DownloadsFixture.randomBytes;
import static io.terraverde.uplink.ScriptedSource.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.tarball.DeclaredIntegrity;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadLimitsTest {
    private static final byte[] BYTES = randomBytes(1_000_003);

    @TempDir
    Path directory;

    @Test
    void oneTooManyTransferIsBusy() {
        var fixture = new DownloadsFixture(
                directory, new DownloadLimits(1, 1 << 20, Duration.ZERO, 1, 0, Duration.ofHours(1)));
        var feed = new Feed();
        var slow = new ScriptedSource().then(file(10, feed));
        DownloadPlan other = plan(new ScriptedSource(), DeclaredIntegrity.nothing(), DownloadPlan.Keep.nowhere());

        try (Download download = fixture.join(slow).orElseThrow()) {
            assertThatThrownBy(() -> fixture.downloads.join("b", other))
                    .isInstanceOfSatisfying(
                            UpstreamException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT))
                    .hasMessageContaining("busy");
            assertThat(download.head().sizeBytes()).hasValue(10);
            feed.give(new byte[10]).end();
        }
    }

    @Test
    void serverWhoseFilesTrickleKeepsNoOtherWaiting() throws IOException {
        var fixture = new DownloadsFixture(
                directory, new DownloadLimits(1, 1 << 20, Duration.ZERO, 1, 0, Duration.ofHours(1)));
        var feed = new Feed();
        var slow = new ScriptedSource().then(file(10, feed));
        byte[] bytes = randomBytes(20);
        var healthy = new ScriptedSource().then(file(20, new ByteArrayInputStream(bytes)));
        var other = new DownloadPlan(
                "mirror \"node\"", "b", healthy, DeclaredIntegrity.nothing(), 100, DownloadPlan.Keep.nowhere());

        try (Download trickling = fixture.join(slow).orElseThrow();
                Download download = fixture.downloads.join("b", other).orElseThrow();
                InputStream in = download.read()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(trickling.head().sizeBytes()).hasValue(10);
            feed.give(new byte[10]).end();
        }
    }

    @Test
    void fileFindsNoRoomUntilAnotherIsRead() throws Exception {
        var fixture = new DownloadsFixture(
                directory, new DownloadLimits(4, 1 << 20, Duration.ZERO, 1, 0, Duration.ofHours(1)));
        var first = new ScriptedSource().then(file(BYTES.length, new ByteArrayInputStream(BYTES)));
        var second = new ScriptedSource()
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)))
                .then(file(BYTES.length, new ByteArrayInputStream(BYTES)));
        DownloadPlan other = plan(second, integrityOf(BYTES), DownloadPlan.Keep.nowhere());

        try (Download download = fixture.join(first, BYTES).orElseThrow()) {
            assertThatThrownBy(() -> fixture.downloads.join("b", other))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.reason()).isEqualTo(Unavailable.Reason.BUSY));
            assertThat(download.head().sizeBytes()).hasValue(BYTES.length);
        }
        fixture.awaitQuiet();

        try (Download download = fixture.downloads.join("b", other).orElseThrow();
                InputStream in = download.read()) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
    }
}
