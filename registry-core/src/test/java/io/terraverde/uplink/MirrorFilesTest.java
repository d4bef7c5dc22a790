package io.terraverde.uplink;

import static io.terraverde.uplink.DownloadsFixture.randomBytes;
import static io.terraverde.uplink.ScriptedSource.TAG;
import static io.terraverde.uplink.ScriptedSource.failure;
import static io.terraverde.uplink.ScriptedSource.file;
import static io.terraverde.uplink.ScriptedSource.found;
import static io.terraverde.uplink.ScriptedSource.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.cache.CacheStore;
import io.terraverde.core.Caller;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.name.PathPattern;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.UpstreamException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorFilesTest {
    private static final byte[] OLD = randomBytes(100_000);
    private static final byte[] NEW = randomBytes(50_000);
    private static final MirrorPath VERSION = MirrorPath.parse("v24.1.0/node-v24.1.0-headers.tar.gz");
    private static final MirrorPath INDEX = MirrorPath.parse("index.json");
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final MirrorLimits LIMITS =
            new MirrorLimits(1_000_000, Duration.ofSeconds(30), Duration.ofDays(30), Duration.ofSeconds(60));

    private final ManualClock clock = new ManualClock();
    private final CacheStore cache = new CacheStore(new InMemoryBlobStore(clock), "cache/");
    private final ScriptedSource server = new ScriptedSource();
    private final Mirror mirror = mirror(Mirror.USUALLY_IMMUTABLE);
    private final DownloadsFixture fixture;
    private final MirrorFiles files;

    MirrorFilesTest(@TempDir Path directory) {
        fixture = new DownloadsFixture(directory);
        files = new MirrorFiles(cache, fixture.downloads, LIMITS, clock, fixture.time, new Random(1));
    }

    @Test
    void fileIsFetchedOnceAndKeptWithWhatTheServerSaid() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)));

        for (int i = 0; i < 3; i++) {
            try (MirrorFile file = files.find(mirror, VERSION).orElseThrow()) {
                assertThat(file.etag()).contains("v1");
                assertThat(file.head().sizeBytes()).hasValue(OLD.length);
                assertThat(file.head().contentType()).contains("application/octet-stream");
                assertThat(file.head().lastModified()).contains(Instant.EPOCH);
                assertThat(file.body().readAllBytes()).isEqualTo(OLD);
            }
            fixture.awaitQuiet();
        }

        assertThat(server.asked()).containsExactly("0");
    }

    @Test
    void fileOfWhichTheServerSaysNothingIsKept() throws IOException {
        server.then(plain(new ByteArrayInputStream(OLD)));

        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
        fixture.awaitQuiet();

        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow()) {
            assertThat(file.etag()).isPresent();
            assertThat(file.head().sizeBytes()).hasValue(OLD.length);
            assertThat(file.head().contentType()).isEmpty();
            assertThat(file.head().lastModified()).isEmpty();
        }
    }

    @Test
    void weakTagIsNoneForClients() throws IOException {
        server.then(found(0, OptionalLong.of(OLD.length), Optional.of("W/\"v1\""), new ByteArrayInputStream(OLD)));

        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow()) {
            assertThat(file.etag()).isEmpty();
        }
        fixture.awaitQuiet();
        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow()) {
            assertThat(file.etag()).isPresent().isNotEqualTo(Optional.of("v1"));
        }
    }

    @Test
    void whatNeverChangesIsNeverAskedForAgain() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)));
        assertThat(bytesOf(VERSION)).isEqualTo(OLD);

        clock.advance(Duration.ofDays(1000));

        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void whatMayChangeIsLookedAfterWhenItIsTooOld() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)))
                .then(new UpstreamAnswer.NotChanged())
                .then(file(NEW.length, new ByteArrayInputStream(NEW)));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);

        clock.advance(MAX_AGE.minusNanos(1));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(server.asked()).containsExactly("0");

        clock.advance(Duration.ofNanos(1));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(server.asked()).containsExactly("0", "0 " + TAG);

        clock.advance(MAX_AGE);
        assertThat(bytesOf(INDEX)).isEqualTo(NEW);
        assertThat(bytesOf(INDEX)).isEqualTo(NEW);
        assertThat(server.asked()).containsExactly("0", "0 " + TAG, "0 " + TAG);
    }

    @Test
    void dateOfAClockThatWasAheadMakesNothingYoung() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)))
                .then(new UpstreamAnswer.NotChanged())
                .then(new UpstreamAnswer.NotChanged());
        clock.advance(Duration.ofDays(1));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);

        clock.advance(Duration.ofDays(-1));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(server.asked()).containsExactly("0", "0 " + TAG);

        // What was noted of the second answer, too.
        clock.advance(Duration.ofDays(-1));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(server.asked()).containsExactly("0", "0 " + TAG, "0 " + TAG);
    }

    @Test
    void oldCopyIsServedWhileTheServerFails() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)))
                .thenFail(failure(Kind.TIMED_OUT))
                .then(file(NEW.length, new ByteArrayInputStream(NEW)));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        clock.advance(MAX_AGE);

        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        assertThat(server.asked()).hasSize(2);

        fixture.time.advance(LIMITS.retry());
        assertThat(bytesOf(INDEX)).isEqualTo(NEW);
    }

    @Test
    void copyThatIsTooOldIsNotServedWhenTheServerFails() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD))).thenFail(failure(Kind.TIMED_OUT));
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        clock.advance(MAX_AGE.plus(LIMITS.staleIfError()));

        assertThatThrownBy(() -> files.find(mirror, INDEX)).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMED_OUT, UPSTREAM_SLOW",
        "UNREACHABLE, UPSTREAM_DOWN",
        "BUSY, UPSTREAM_DOWN",
        "LEFT_ALONE, UPSTREAM_DOWN",
        "REFUSED, UPSTREAM_WRONG",
        "WRONG, UPSTREAM_WRONG",
    })
    void failureWithoutACopyIsNeverNotFound(Kind kind, Unavailable.Reason reason) {
        server.thenFail(failure(kind)).thenFail(failure(kind));

        assertThatThrownBy(() -> files.find(mirror, VERSION))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void whatTheServerDoesNotHaveIsRememberedForAWhile() throws IOException {
        server.then(new UpstreamAnswer.Absent()).then(file(OLD.length, new ByteArrayInputStream(OLD)));

        assertThat(files.find(mirror, VERSION)).isEmpty();
        assertThat(files.find(mirror, VERSION)).isEmpty();
        assertThat(server.asked()).hasSize(1);

        fixture.awaitQuiet();
        fixture.time.advance(LIMITS.notFound());
        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
    }

    @Test
    void whatIsGoneFromTheServerIsNotFound() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD))).then(new UpstreamAnswer.Absent());
        assertThat(bytesOf(INDEX)).isEqualTo(OLD);
        clock.advance(MAX_AGE);

        assertThat(files.find(mirror, INDEX)).isEmpty();
        assertThat(KeptFile.open(cache, mirror.key(INDEX))).isEmpty();
    }

    @Test
    void listingOfAFolderMayAlwaysChange() {
        assertThat(mirror.isImmutable(VERSION)).isTrue();
        assertThat(mirror.isImmutable(MirrorPath.parse("v24.1.0/"))).isFalse();
        assertThat(mirror.isImmutable(MirrorPath.parse("a/v1/b"))).isTrue();
        assertThat(mirror.isImmutable(MirrorPath.parse("latest-v24.x/SHASUMS256.txt")))
                .isFalse();
        assertThat(mirror(List.of(PathPattern.parse("*.tgz"))).isImmutable(VERSION))
                .isFalse();
        assertThat(mirror(List.of()).isImmutable(VERSION)).isFalse();
    }

    @Test
    void readersAreThoseOfTheConfiguredGroups() {
        assertThat(mirror.allows(Caller.anonymous())).isFalse();
        assertThat(mirror.allows(Caller.user("alice", List.of()))).isFalse();
        assertThat(mirror.allows(Caller.user("alice", List.of("builders")))).isTrue();
    }

    @Test
    void rangesOfAKeptFileAreItsOwn() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)));
        assertThat(bytesOf(VERSION)).isEqualTo(OLD);

        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow();
                InputStream part = file.range(10, 19)) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(OLD, 10, 20));
        }
    }

    @Test
    void rangeOfAFileThatIsEvictedMeanwhileIsRead() throws IOException {
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)));
        assertThat(bytesOf(VERSION)).isEqualTo(OLD);

        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow()) {
            cache.delete(mirror.key(VERSION));
            try (InputStream part = file.range(10, 19)) {
                assertThat(part.readNBytes(10)).isEqualTo(Arrays.copyOfRange(OLD, 10, 20));
            }
        }
    }

    @Test
    void rangeIsReadWhileTheFileArrives() throws IOException {
        var feed = new Feed().give(OLD, 0, 50_000);
        server.then(file(OLD.length, feed));

        try (MirrorFile file = files.find(mirror, VERSION).orElseThrow();
                InputStream part = file.range(10, 19)) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(OLD, 10, 20));
            feed.give(OLD, 50_000, OLD.length).end();
            assertThat(file.body().readAllBytes()).isEqualTo(OLD);
        }
    }

    @Test
    void copyIsWholeAlthoughTheClientLeft() throws IOException {
        var feed = new Feed();
        server.then(file(OLD.length, feed));
        files.find(mirror, VERSION).orElseThrow().body().close();

        feed.give(OLD).end();
        fixture.awaitQuiet();

        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
        assertThat(server.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "1024", "5000"})
    void somethingElseInTheCacheIsFetchedAnew(int size) throws IOException {
        cache.put(mirror.key(VERSION), BlobBody.of(randomBytes(size)), PutIf.always());
        server.then(file(OLD.length, new ByteArrayInputStream(OLD)));

        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
        assertThat(bytesOf(VERSION)).isEqualTo(OLD);
        assertThat(server.asked()).hasSize(1);
    }

    private byte[] bytesOf(MirrorPath path) throws IOException {
        byte[] bytes;
        try (MirrorFile file = files.find(mirror, path).orElseThrow()) {
            bytes = file.body().readAllBytes();
        }
        fixture.awaitQuiet();
        return bytes;
    }

    private Mirror mirror(List<PathPattern> immutable) {
        return new Mirror(
                "node",
                URI.create("https://upstream.example/dist"),
                immutable,
                MAX_AGE,
                Set.of("builders"),
                request -> server.open(request.offset(), request.etag()));
    }
}
