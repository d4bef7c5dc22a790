package io.terraverde.uplink;

import java.io.InputStream;

/// One asker's share in a file that is being fetched, or just was. Closed by whoever joined; streams that were
/// opened before go on. The file takes room until the last share and stream are closed.
public final class Download implements AutoCloseable {
    private final SharedFile file;
    private final FileHead head;
    private boolean closed;

    Download(SharedFile file, FileHead head) {
        this.file = file;
        this.head = head;
    }

    /// What the server said of the file.
    public FileHead head() {
        return head;
    }

    /// All bytes, as {@link #read(long, long)}.
    public InputStream read() {
        return read(0, Long.MAX_VALUE);
    }

    /// The bytes from `first` to `last`, both included and counted from 0; `last` may lie past the end. A
    /// `first` past the end gives an empty stream.
    ///
    /// The stream gives what has arrived and waits for the rest. When the file cannot be fetched to its end, or
    /// turns out to be another than declared, it throws an `IOException`; the cause is an {@link
    /// UpstreamException}, or a refusal when the registry itself had no room. The last bytes are given only
    /// when the whole file is what it must be: no reader sees the end of a file that is not.
    public synchronized InputStream read(long first, long last) {
        if (closed) {
            throw new IllegalStateException("closed before");
        }
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("not a range: " + first + "-" + last);
        }
        file.retain();
        return new DownloadStream(file, first, last);
    }

    /// Gives up the share; closing again does nothing.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            file.release();
        }
    }
}
