package io.terraverde.uplink;

import io.terraverde.core.RegistryException;
import io.terraverde.core.RegistryException.Unavailable.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What clients are told of the failures of servers outside. Never "not found".
public final class UpstreamFailures {
    private UpstreamFailures() {}

    /// The refusal of a request that cannot be answered without that server.
    public static RegistryException.Unavailable refusal(UpstreamException failure) {
        Reason reason = switch (failure.kind()) {
            case UNREACHABLE, BUSY, LEFT_ALONE -> Reason.UPSTREAM_DOWN;
            case TIMED_OUT -> Reason.UPSTREAM_SLOW;
            case REFUSED, WRONG -> Reason.UPSTREAM_WRONG;
        };
        return new RegistryException.Unavailable(
                reason,
                String.valueOf(failure.getMessage()),
                failure.retryAfter().orElse(null),
                failure);
    }

    /// The same bytes; what stops them is told as clients are told it: an `IOException` has a
    /// {@link RegistryException} as its cause.
    public static InputStream told(InputStream bytes) {
        return new FilterInputStream(bytes) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                try {
                    return super.read(target, from, length);
                } catch (IOException e) {
                    throw e.getCause() instanceof UpstreamException failure
                            ? new IOException(e.getMessage(), refusal(failure))
                            : e;
                }
            }
        };
    }
}
