package io.terraverde.web.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/// What the client sends behind the head, with the waiting for it counted, and with one meaning for each failure: a
/// broken frame is the client's error, standing still is a time-out, everything else is a client that is gone.
final class ClientInput extends InputStream {
    private final InputStream source;
    private final Transfer transfer;
    private long count;
    private boolean ended;

    ClientInput(InputStream source, Transfer transfer) {
        this.source = source;
        this.transfer = transfer;
    }

    /// How many bytes were read.
    long count() {
        return count;
    }

    /// Whether its end was read.
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = 0;
        transfer.begin();
        try {
            read = source.read(target, offset, length);
        } catch (IOException e) {
            throw translate(e, e);
        } catch (RuntimeException e) {
            throw translate(e, new IOException(e));
        } finally {
            transfer.end(Math.max(0, read));
        }
        ended = ended || read < 0;
        count += Math.max(0, read);
        return read;
    }

    private static IOException translate(Throwable failure, IOException kept) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean end = cause instanceof EOFException;
            if (!end && cause instanceof HttpException broken && broken.getCode() >= 400) {
                throw new HttpRefusal(broken.getCode(), "bad request body");
            }
            if (cause instanceof TimeoutException) {
                throw new HttpRefusal(408, "the request's body did not arrive in time");
            }
        }
        return new ClientGoneException(kept);
    }
}
