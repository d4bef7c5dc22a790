package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.document.Pauses;
import io.terraverde.storage.BlobBody;
import io.terraverde.tarball.DeclaredIntegrity;
import io.terraverde.tarball.Integrity;
import io.terraverde.tarball.SpoolFolder;
import io.terraverde.testkit.FakeTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Shared downloads whose time is a test's, and which note how long they paused and what they had kept.
final class DownloadsFixture {
    static final DownloadLimits LIMITS =
            new DownloadLimits(64, 1L << 30, Duration.ofSeconds(20), 2, 5, Duration.ofHours(1));

    final FakeTime time = new FakeTime();
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    final SpoolFolder folder;
    final SharedDownloads downloads;
    private final BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();

    DownloadsFixture(Path directory) {
        this(directory, LIMITS);
    }

    DownloadsFixture(Path directory, DownloadLimits limits) {
        Pauses noting = duration -> {
            pauses.add(duration);
            time.pause(duration);
        };
        this.folder = new SpoolFolder(directory);
        this.downloads = new SharedDownloads(folder, limits, time, noting, new Random(1));
    }

    /// Joins with a plan that declares nothing.
    Optional<Download> join(DownloadPlan.Source source) {
        return join(source, DeclaredIntegrity.nothing());
    }

    /// Joins with a plan that declares the digest of some bytes.
    Optional<Download> join(DownloadPlan.Source source, byte[] declared) {
        return join(source, integrityOf(declared));
    }

    Optional<Download> join(DownloadPlan.Source source, DeclaredIntegrity declared) {
        return downloads.join("a", plan(source, declared, (whole, head) -> kept.add(bytesOf(whole))));
    }

    static DownloadPlan plan(DownloadPlan.Source source, DeclaredIntegrity declared, DownloadPlan.Keep keep) {
        return new DownloadPlan("uplink \"npmjs\"", "a-1.0.0.tgz", source, declared, 10_000_000, keep);
    }

    static DeclaredIntegrity integrityOf(byte[] bytes) {
        return DeclaredIntegrity.parse(Integrity.of(bytes).sri());
    }

    /// The next file that was kept.
    byte[] awaitKept() throws InterruptedException {
        byte @Nullable [] next = kept.poll(1, TimeUnit.MINUTES);
        if (next == null) {
            throw new AssertionError("nothing was kept");
        }
        return next;
    }

    /// Waits until no transfer runs and no room is taken.
    void awaitQuiet() {
        await(() -> downloads.underWay() == 0 && downloads.bytesTaken() == 0 && folder.filesInUse() == 0);
    }

    /// Whether anything was kept that nobody took.
    boolean keptNothing() {
        return kept.isEmpty();
    }

    /// Waits for a condition that another thread is about to make true.
    static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MINUTES.toNanos(1));
            Thread.onSpinWait();
        }
    }

    static byte[] bytesOf(BlobBody body) {
        try (InputStream in = body.open()) {
            byte[] all = in.readAllBytes();
            assertThat(body.sizeBytes()).isEqualTo(all.length);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a stream that fails before its end.
    static Cut readUntilCut(InputStream in) {
        var read = new ByteArrayOutputStream();
        try (in) {
            in.transferTo(read);
        } catch (IOException e) {
            return new Cut(read.size(), e);
        }
        throw new AssertionError("it ended well after " + read.size() + " bytes");
    }

    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /// How a stream ended.
    record Cut(int bytesBefore, IOException failure) {
        UpstreamException cause() {
            return (UpstreamException) Objects.requireNonNull(failure.getCause());
        }
    }
}
