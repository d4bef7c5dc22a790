package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts a body while it is read and stops it at its limits.
final class BodyMeter extends FilterInputStream {
    private final PublishLimits limits;
    private long bodyBytes;
    private long metadataBytes;
    private boolean inTarball;

    BodyMeter(InputStream body, PublishLimits limits) {
        super(body);
        this.limits = limits;
    }

    /// What is read until {@link #tarballEnds} is spooled, not kept.
    void tarballBegins() {
        inTarball = true;
    }

    void tarballEnds() {
        inTarball = false;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = in.read(target, from, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = in.skip(wanted);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) {
        bodyBytes += bytes;
        metadataBytes += inTarball ? 0 : bytes;
        if (bodyBytes > limits.maxBodyBytes() || metadataBytes > limits.maxMetadataBytes()) {
            throw new RegistryException.TooLarge("request entity too large");
        }
    }
}
