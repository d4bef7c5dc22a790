package io.terraverde.it.upstream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The way that the bytes of an answer take: straight, cut, held up or slow.
@FunctionalInterface
interface Line {
    /// Sends whatever comes, at once.
    Line STRAIGHT = (out, _) -> new Kept(out);

    /// Where to write the answer, so that it takes this way into the connection. Closing it leaves the connection open.
    ///
    /// @param headBytes how many of the bytes are the head
    OutputStream lay(OutputStream connection, int headBytes);

    /// Sends this many bytes, head and body together, then cuts the connection.
    static Line cut(long afterBytes) {
        return (out, _) -> new Stepwise(out, afterBytes, Line::cutHere);
    }

    /// Sends the head and this many bytes of the body, then cuts the connection.
    static Line cutBody(long afterBytes) {
        return (out, headBytes) -> new Stepwise(out, headBytes + afterBytes, Line::cutHere);
    }

    /// Sends nothing before the gate opens.
    static Line hold(Gate gate) {
        return (out, _) -> new Stepwise(out, 0, gate::pass);
    }

    /// Sends the head and this many bytes of the body, and what is left when the gate opens.
    static Line holdBody(long afterBytes, Gate gate) {
        return (out, headBytes) -> new Stepwise(out, headBytes + afterBytes, gate::pass);
    }

    /// Sends the head, then the body in pieces of this size with a pause before each.
    static Line slow(int pieceBytes, Duration pause) {
        var never = new CountDownLatch(1);
        return (out, headBytes) -> new Stepwise(out, headBytes, pieceBytes, () -> {
            if (never.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("never has come");
            }
        });
    }

    private static void cutHere() throws IOException {
        throw new IOException("cut as told");
    }

    /// What happens between two bytes.
    interface Event {
        /// Ends the connection when it throws.
        void happen() throws IOException, InterruptedException;
    }

    /// Leaves the connection open when it is closed.
    class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    /// Lets something happen after a number of bytes, and again after every so many more.
    final class Stepwise extends Kept {
        private final long every;
        private final Event event;
        private long left;

        Stepwise(OutputStream out, long first, Event event) {
            this(out, first, Long.MAX_VALUE, event);
        }

        Stepwise(OutputStream out, long first, long every, Event event) {
            super(out);
            this.left = first;
            this.every = every;
            this.event = event;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int next = from;
            for (int rest = count; rest > 0; ) {
                if (left == 0) {
                    out.flush();
                    happen();
                    left = every;
                }
                int piece = (int) Math.min(rest, left);
                out.write(bytes, next, piece);
                next += piece;
                rest -= piece;
                left -= piece;
            }
        }

        private void happen() throws IOException {
            try {
                event.happen();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("the upstream goes down").initCause(e);
            }
        }
    }
}
