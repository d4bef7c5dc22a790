package io.terraverde.it.upstream;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A registry on a free port of the loopback address that serves what a test puts into it, keeps account of what it is
/// asked, and gets into the trouble that its script names.
///
/// Left alone it is a good one: packuments compressed for those who take that, entity tags, `If-None-Match`, and of
/// tarballs and other files `Range` with `If-Range`.
public final class Upstream implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    private final Map<String, UpstreamPackage> packages = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Script script = new Script();
    private final Journal journal = new Journal();
    private final Listener listener = new Listener(this::serve);

    private Upstream() {}

    /// A registry without packages.
    public static Upstream start() {
        var upstream = new Upstream();
        upstream.comeUp();
        return upstream;
    }

    /// Its address without a slash at the end, also while it is down.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /// What goes wrong.
    public Script script() {
        return script;
    }

    /// What it was asked.
    public Journal journal() {
        return journal;
    }

    /// Adds a version of a package and makes it the latest.
    public UpstreamPackage publish(PackageSource source) {
        return publish(source, source.tarball());
    }

    /// Adds a version with these bytes.
    public UpstreamPackage publish(PackageSource source, byte[] tarball) {
        return packages.computeIfAbsent(source.name(), name -> new UpstreamPackage(name, uri()))
                .publish(source, tarball);
    }

    /// Has this package no more.
    public void remove(String name) {
        packages.remove(name);
    }

    /// Has a file at a path, for example `/dist/index.json`, instead of what was there.
    public void put(String path, byte[] file) {
        files.put(path, file);
    }

    /// Refuses connections, and cuts those that are open.
    public void goDown() {
        listener.close();
    }

    /// Takes connections again, at the same address.
    public void comeUp() {
        listener.open();
    }

    @Override
    public void close() {
        goDown();
    }

    private void serve(BufferedInputStream in, BufferedOutputStream out) throws IOException {
        for (var request = Request.read(in); request.isPresent(); request = Request.read(in)) {
            journal.add(request.get());
            Reply reply = script.spoil(request.get(), honest(request.get()));
            compressed(request.get(), reply).send(out, !request.get().method().equals("HEAD"));
        }
    }

    private Reply honest(Request request) {
        String path = request.path();
        Optional<UpstreamPackage> itself = Optional.ofNullable(packages.get(path.substring(1)));
        if (itself.isPresent()) {
            return packument(request, itself.get().packument());
        }
        return packages.values().stream()
                .flatMap(each -> each.tarball(path).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(files.get(path)))
                .map(file -> file(request, file))
                .orElse(Trouble.error(404));
    }

    private static Reply packument(Request request, byte[] body) {
        String etag = "W/\"" + Digests.shasum(body) + "\"";
        boolean known = request.header("if-none-match").orElse("").contains(etag);
        return Reply.of(known ? 304 : 200)
                .with("content-type", "application/json")
                .with("vary", "accept, accept-encoding")
                .with("etag", etag)
                .with(body);
    }

    private static Reply compressed(Request request, Reply reply) {
        boolean fits = reply.status() == 200
                && reply.ends()
                && reply.header("content-type").orElse("").equals("application/json")
                && reply.header("content-encoding").isEmpty();
        return fits && request.header("accept-encoding").orElse("").contains("gzip")
                ? reply.with("content-encoding", "gzip").with(Trouble.gzip(reply.body()))
                : reply;
    }

    private static Reply file(Request request, byte[] body) {
        String etag = "\"" + Digests.shasum(body) + "\"";
        Reply reply = Reply.of(200)
                .with("content-type", "application/octet-stream")
                .with("accept-ranges", "bytes")
                .with("etag", etag);
        if (request.header("if-none-match").orElse("").contains(etag)) {
            return reply.withStatus(304);
        }
        Matcher range = RANGE.matcher(request.header("range").orElse(""));
        if (!range.matches() || !request.header("if-range").orElse(etag).equals(etag)) {
            return reply.with(body);
        }
        long first = Long.parseLong(range.group(1));
        if (first >= body.length) {
            return reply.withStatus(416).with("content-range", "bytes */" + body.length);
        }
        return reply.withStatus(206)
                .with("content-range", "bytes " + first + "-" + (body.length - 1) + "/" + body.length)
                .with(Arrays.copyOfRange(body, (int) first, body.length));
    }
}
