package io.terraverde.uplink;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;

/// A stream that has to end by a time. It notices at the next byte that comes, so the stream below must not be
/// silent for ever.
final class TimedStream extends FilterInputStream {
    private final InstantSource clock;
    private final Instant end;

    TimedStream(InputStream in, InstantSource clock, Instant end) {
        super(in);
        this.clock = clock;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        requireTime(b);
        return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = super.read(target, from, length);
        requireTime(count);
        return count;
    }

    private void requireTime(int read) throws OverdueException {
        if (read >= 0 && clock.instant().isAfter(end)) {
            throw new OverdueException();
        }
    }

    /// It is past the time, and there is more to come.
    static final class OverdueException extends IOException {
        private static final long serialVersionUID = 1L;

        private OverdueException() {
            super("not all there in time");
        }
    }
}
