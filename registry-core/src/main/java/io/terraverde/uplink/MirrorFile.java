package io.terraverde.uplink;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file of a mirror on its way to a client. Closed by whoever opened it, or by closing its {@link #body}.
public final class MirrorFile implements AutoCloseable {
    private static final Pattern STRONG_ETAG = Pattern.compile("\"([\\x21\\x23-\\x7e]+)\"");

    private final FileHead head;
    private final Optional<String> etag;
    private final InputStream bytes;
    private final Ranges ranges;
    private final Runnable end;

    private MirrorFile(FileHead head, Optional<String> ownTag, InputStream bytes, Ranges ranges, Runnable end) {
        this.head = head;
        this.etag = head.etag()
                .map(STRONG_ETAG::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .or(() -> ownTag);
        this.bytes = bytes;
        this.ranges = ranges;
        this.end = end;
    }

    static MirrorFile of(KeptFile kept) {
        Optional<String> ownTag = Optional.of(Long.toHexString(kept.header().id()));
        return new MirrorFile(kept.header().head(), ownTag, kept.body(), kept::range, kept::close);
    }

    static MirrorFile of(Download download) {
        return new MirrorFile(
                download.head(),
                Optional.empty(),
                UpstreamFailures.told(download.read()),
                (first, last) -> UpstreamFailures.told(download.read(first, last)),
                download::close);
    }

    /// What the server said of it. The size is missing while the file arrives from a server that does not say
    /// it.
    public FileHead head() {
        return head;
    }

    /// A strong entity tag, without quotes, if there is one.
    public Optional<String> etag() {
        return etag;
    }

    /// The bytes; each call gives the same stream. An `IOException` with a {@link
    /// io.terraverde.core.RegistryException} as its cause means that the file is not to be had.
    public InputStream body() {
        return new FilterInputStream(bytes) {
            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return in.read(target, from, length);
            }

            @Override
            public void close() throws IOException {
                MirrorFile.this.close();
            }
        };
    }

    /// The bytes from `first` to `last`, both included, as a stream of its own that is opened before this is
    /// closed.
    public InputStream range(long first, long last) throws IOException {
        return ranges.open(first, last);
    }

    @Override
    public void close() throws IOException {
        try {
            bytes.close();
        } finally {
            end.run();
        }
    }

    private interface Ranges {
        InputStream open(long first, long last) throws IOException;
    }
}
