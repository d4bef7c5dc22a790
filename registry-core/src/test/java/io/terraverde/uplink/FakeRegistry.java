package io.terraverde.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.storage.BlobBody;
import io.terraverde.testkit.TarballFixture;
import io.terraverde.uplink.Uplink.TarballDelivery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Another registry in memory, at `https://upstream.example`. What it holds and how it fails can be changed at
/// any time.
public final class FakeRegistry implements Upstream {
    /// Its address.
    public static final String URL = "https://upstream.example";

    private record Content(
            BlobBody body,
            UpstreamAnswer.Encoding encoding,
            @Nullable String etag) {}

    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final List<UpstreamRequest> requests = new CopyOnWriteArrayList<>();
    private volatile UpstreamException.@Nullable Kind failure;
    private volatile @Nullable CountDownLatch gate;

    /// This registry as an uplink whose answers are fresh for two minutes.
    public Uplink asUplink(String name) {
        return asUplink(name, Duration.ofMinutes(2), TarballDelivery.CACHE);
    }

    /// This registry as an uplink.
    public Uplink asUplink(String name, Duration maxAge, TarballDelivery tarballs) {
        return new Uplink(name, URI.create(URL), maxAge, true, tarballs, this);
    }

    /// Serves a packument with these versions, each with its manifest's further members, as `"deprecated":"x"`.
    public FakeRegistry with(String name, Map<String, String> versions) {
        StringBuilder json = new StringBuilder("{\"name\":\"" + name + "\",\"versions\":{");
        versions.forEach((version, more) -> {
            if (json.charAt(json.length() - 1) != '{') {
                json.append(',');
            }
            json.append(String.format(
                    Locale.ROOT,
                    "\"%s\":{\"name\":\"%s\",\"version\":\"%s\"%s,\"dist\":{\"tarball\":\"%s\"}}",
                    version,
                    name,
                    version,
                    more.isEmpty() ? "" : "," + more,
                    tarball(name, version)));
        });
        String latest =
                versions.keySet().stream().reduce((first, second) -> second).orElse("");
        json.append("},\"dist-tags\":{\"latest\":\"").append(latest).append("\"}}");
        return withText("/" + name.replace("/", "%2f"), json.toString());
    }

    /// Serves any text at a path, with an entity tag of its own.
    public FakeRegistry withText(String path, String text) {
        return withBytes(path, text.getBytes(UTF_8), UpstreamAnswer.Encoding.IDENTITY, "\"" + text.hashCode() + "\"");
    }

    /// The same compressed.
    public FakeRegistry compressed(String path) {
        Content plain = Objects.requireNonNull(contents.get(path));
        return withBytes(path, TarballFixture.gzipped(bytesOf(plain.body)), UpstreamAnswer.Encoding.GZIP, plain.etag);
    }

    /// Serves bytes at a path.
    public FakeRegistry withBytes(String path, byte[] bytes, UpstreamAnswer.Encoding encoding, @Nullable String etag) {
        contents.put(path, new Content(BlobBody.of(bytes), encoding, etag));
        return this;
    }

    /// Has nothing at a path any more.
    public FakeRegistry without(String path) {
        contents.remove(path);
        return this;
    }

    /// The path of a version's tarball.
    public static String tarballPath(String name, String version) {
        return "/" + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
    }

    /// Fails every request from here on.
    public void fail(UpstreamException.Kind kind) {
        failure = kind;
    }

    /// Answers again.
    public void recover() {
        failure = null;
    }

    /// Holds every answer back until the latch is down.
    public CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        gate = latch;
        return latch;
    }

    /// What it was asked, in order.
    public List<UpstreamRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public UpstreamAnswer get(UpstreamRequest request) {
        requests.add(request);
        pass();
        UpstreamException.Kind broken = failure;
        if (broken != null) {
            throw new UpstreamException(broken, "uplink \"fake\" fails", null, null);
        }
        String path = request.address().getRawPath();
        @Nullable Content content = contents.get(path);
        if (content == null) {
            return new UpstreamAnswer.Absent();
        }
        if (request.offset() == 0
                && content.etag != null
                && request.etag().filter(content.etag::equals).isPresent()) {
            return new UpstreamAnswer.NotChanged();
        }
        return new UpstreamAnswer.Found(
                0,
                OptionalLong.of(content.body.sizeBytes()),
                Optional.ofNullable(content.etag),
                Optional.empty(),
                Optional.empty(),
                content.encoding,
                new ByteArrayInputStream(bytesOf(content.body)));
    }

    private static byte[] bytesOf(BlobBody body) {
        try (InputStream bytes = body.open()) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass() {
        CountDownLatch latch = gate;
        try {
            if (latch != null && !latch.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("nobody lets the answer go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String tarball(String name, String version) {
        return URL + tarballPath(name, version);
    }
}
