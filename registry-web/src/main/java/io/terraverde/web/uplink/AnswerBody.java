package io.terraverde.web.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// A body as it arrives. Only what is read is fetched, beyond what fits the windows and buffers below. For one
/// reader; another thread may close it meanwhile.
final class AnswerBody extends InputStream {
    private final Content.Source source;
    private final Transfer transfer;
    private final Duration silence;
    private final AtomicBoolean over = new AtomicBoolean();

    private final Object lock = new Object(); // guards the buffers, which are Jetty's and given back
    private Content.@Nullable Chunk chunk;
    private volatile boolean ended;
    private boolean closed;
    private volatile Runnable whenOver = () -> {};

    /// @param silence how long a read waits at most
    AnswerBody(Content.Source source, Transfer transfer, Duration silence) {
        this.source = source;
        this.transfer = transfer;
        this.silence = silence;
    }

    /// Has this run once when the transfer is over, however it ends. To be said before the first read.
    void whenOver(Runnable then) {
        whenOver = then;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return read(into, offset, length, silence);
    }

    /// As without `atMost`, waiting no longer than that.
    int read(byte[] into, int offset, int length, Duration atMost) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            synchronized (lock) {
                if (closed) {
                    throw new IOException("the body was closed");
                }
                if (chunk != null && chunk.hasRemaining()) {
                    ByteBuffer buffer = chunk.getByteBuffer();
                    int count = Math.min(length, buffer.remaining());
                    buffer.get(into, offset, count);
                    return count;
                }
                releaseChunk();
            }
            if (ended) {
                finish();
                return -1;
            }
            next(atMost);
        }
    }

    /// What can be read without waiting.
    @Override
    public int available() {
        synchronized (lock) {
            return chunk == null || closed ? 0 : chunk.remaining();
        }
    }

    /// Ends the transfer. Before the end of the body that costs an HTTP/1 connection.
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            releaseChunk();
        }
        fail();
    }

    private void next(Duration atMost) throws IOException {
        Content.Chunk next = source.read();
        while (next == null) {
            await(atMost);
            next = source.read();
        }
        if (Content.Chunk.isFailure(next)) {
            Throwable failure = next.getFailure();
            fail();
            throw transfer.brokenOff(failure);
        }
        synchronized (lock) {
            ended = next.isLast();
            chunk = next;
            if (closed) {
                releaseChunk();
            }
        }
    }

    private void await(Duration atMost) throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        source.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::countDown));
        try {
            if (!arrived.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                fail();
                throw transfer.silent(atMost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail();
            throw new InterruptedIOException("interrupted while waiting for the body");
        }
    }

    private void fail() {
        if (over.compareAndSet(false, true)) {
            transfer.abort();
            whenOver.run();
        }
    }

    private void finish() {
        if (over.compareAndSet(false, true)) {
            transfer.awaitEnd();
            whenOver.run();
        }
    }

    private void releaseChunk() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    /// The transfer that a body is part of.
    interface Transfer {
        /// All has been read. Returns when the connection is free for the next transfer, in a moment.
        void awaitEnd();

        /// It is broken off, here or by a failure.
        void abort();

        /// What the reader is told of a failure underneath.
        IOException brokenOff(Throwable failure);

        /// What the reader is told of silence.
        SocketTimeoutException silent(Duration length);
    }
}
