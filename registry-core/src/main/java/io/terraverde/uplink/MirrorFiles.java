package io.terraverde.uplink;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.terraverde.cache.CacheStore;
import io.terraverde.core.RegistryException;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.ReadIf;
import io.terraverde.tarball.DeclaredIntegrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of mirrors: kept in the cache, fetched once for all who want one. What may change is looked after when
/// it has become too old, and served as it is when the server fails.
public final class MirrorFiles {
    private static final Logger log = LoggerFactory.getLogger(MirrorFiles.class);
    private static final int REMEMBERED = 10_000;

    private final CacheStore cache;
    private final SharedDownloads downloads;
    private final MirrorLimits limits;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Cache<String, Boolean> absent;
    private final Cache<String, Boolean> failing;

    /// @param nanoTime as `System.nanoTime`
    /// @param random makes ids of fetches
    public MirrorFiles(
            CacheStore cache,
            SharedDownloads downloads,
            MirrorLimits limits,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.cache = cache;
        this.downloads = downloads;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.absent = memory(limits.notFound(), nanoTime);
        this.failing = memory(limits.retry(), nanoTime);
    }

    private static Cache<String, Boolean> memory(Duration length, LongSupplier nanoTime) {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(length)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /// Opens a file; the caller closes it.
    ///
    /// @return empty when the server has no such file
    /// @throws RegistryException.Unavailable when there is no answer and no copy
    public Optional<MirrorFile> find(Mirror mirror, MirrorPath path) {
        String key = mirror.key(path);
        Optional<KeptFile> kept = usable(mirror, path);
        if (kept.isPresent()) {
            return kept.map(MirrorFile::of);
        }
        if (absent.getIfPresent(key) != null) {
            return Optional.empty();
        }
        var fill = new Fill(mirror, path, RequestVia.current());
        var plan = new DownloadPlan(
                "mirror \"" + mirror.name() + "\"",
                path.text(),
                fill,
                DeclaredIntegrity.nothing(),
                limits.maxBytes(),
                fill);
        try {
            return downloads.join(key, plan).map(MirrorFile::of);
        } catch (UpstreamException e) {
            throw UpstreamFailures.refusal(e);
        }
    }

    /// A kept copy that may be used without asking.
    private Optional<KeptFile> usable(Mirror mirror, MirrorPath path) {
        Optional<KeptFile> kept = KeptFile.open(cache, mirror.key(path));
        if (kept.isPresent() && !isUsable(kept.get(), mirror, path)) {
            kept.get().close();
            return Optional.empty();
        }
        return kept;
    }

    private boolean isUsable(KeptFile kept, Mirror mirror, MirrorPath path) {
        return mirror.isImmutable(path)
                || isYoung(lastSaid(kept, mirror.key(path)), mirror.maxAge())
                || (failing.getIfPresent(mirror.key(path)) != null && mayBeStale(kept, mirror, path));
    }

    private boolean mayBeStale(KeptFile kept, Mirror mirror, MirrorPath path) {
        return isYoung(lastSaid(kept, mirror.key(path)), mirror.maxAge().plus(limits.staleIfError()));
    }

    /// What seems to be said in the future was noted by a clock that was wrong: nobody knows its age.
    private boolean isYoung(Instant said, Duration maxAge) {
        Duration age = Duration.between(said, clock.instant());
        return !age.isNegative() && age.compareTo(maxAge) < 0;
    }

    /// When the server last said that the kept copy is what it has.
    private Instant lastSaid(KeptFile kept, String key) {
        Instant fetched = kept.header().fetched();
        Optional<BlobRead.Found> note = cache.read(noteKey(key), ReadIf.always());
        if (note.isEmpty()) {
            return fetched;
        }
        try (BlobRead.Found found = note.get()) {
            byte[] bytes = found.body().readNBytes(2 * Long.BYTES);
            if (bytes.length < 2 * Long.BYTES
                    || ByteBuffer.wrap(bytes).getLong() != kept.header().id()) {
                return fetched;
            }
            return Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong(Long.BYTES));
        } catch (IOException e) {
            log.warn("cache cannot be read key={} reason={}", noteKey(key), e.toString());
            return fetched;
        }
    }

    /// Notes that the kept copy still is what the server has: the id of its fetch, and the time.
    private void noteSaid(KeptFile kept, String key) {
        byte[] note = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(kept.header().id())
                .putLong(clock.millis())
                .array();
        var _ = cache.put(noteKey(key), BlobBody.of(note), PutIf.always());
    }

    private static String noteKey(String key) {
        return key + "%said";
    }

    /// One fetch. It looks into the cache once more, because another fetch may have ended since the asker
    /// looked, and brings the kept copy to those who wait when the server has nothing newer, or fails.
    private final class Fill implements DownloadPlan.Source, DownloadPlan.Keep {
        private final Mirror mirror;
        private final MirrorPath path;
        private final String key;
        private final UpstreamRequest request;
        private boolean answered;
        private boolean fromCache;

        Fill(Mirror mirror, MirrorPath path, Optional<String> via) {
            this.mirror = mirror;
            this.path = path;
            this.key = mirror.key(path);
            this.request = UpstreamRequest.file(mirror.address(path), via);
        }

        @Override
        public UpstreamAnswer open(long offset, Optional<String> etag) {
            UpstreamAnswer answer = answered ? mirror.upstream().get(request.from(offset, etag)) : first();
            answered = true;
            return answer;
        }

        @Override
        public void keep(BlobBody whole, FileHead head) {
            if (!fromCache) {
                var header = new KeptFile.Header(random.nextLong(), clock.instant(), head);
                var _ = cache.put(key, KeptFile.objectOf(header, whole), PutIf.always());
            }
        }

        private UpstreamAnswer first() {
            Optional<KeptFile> kept = KeptFile.open(cache, key);
            if (kept.isEmpty()) {
                return noted(mirror.upstream().get(request));
            }
            KeptFile copy = kept.get();
            if (isUsable(copy, mirror, path)) {
                return answerOf(copy);
            }
            return switch (askAgain(copy)) {
                case UpstreamAnswer.NotChanged() -> answerOf(copy);
                case UpstreamAnswer.Found found -> {
                    copy.close();
                    yield found;
                }
                case UpstreamAnswer.Absent gone -> {
                    copy.close();
                    yield noted(gone);
                }
            };
        }

        /// Whether there is something newer than the kept copy. A server that fails counts as one that has
        /// nothing.
        private UpstreamAnswer askAgain(KeptFile copy) {
            try {
                UpstreamAnswer answer = mirror.upstream()
                        .get(request.from(0, copy.header().head().etag()));
                if (answer instanceof UpstreamAnswer.NotChanged) {
                    noteSaid(copy, key);
                }
                return answer;
            } catch (UpstreamException e) {
                if (!mayBeStale(copy, mirror, path)) {
                    copy.close();
                    throw e;
                }
                log.warn("mirror serves an old copy mirror={} file={} reason={}", mirror.name(), path, e.getMessage());
                failing.put(key, true);
                return new UpstreamAnswer.NotChanged();
            }
        }

        private UpstreamAnswer answerOf(KeptFile copy) {
            fromCache = true;
            FileHead head = copy.header().head();
            return new UpstreamAnswer.Found(
                    0,
                    head.sizeBytes(),
                    head.etag(),
                    head.lastModified(),
                    head.contentType(),
                    UpstreamAnswer.Encoding.IDENTITY,
                    copy.body());
        }

        private UpstreamAnswer noted(UpstreamAnswer answer) {
            if (answer instanceof UpstreamAnswer.Absent) {
                absent.put(key, true);
                cache.delete(key);
                cache.delete(noteKey(key));
            }
            return answer;
        }
    }
}
