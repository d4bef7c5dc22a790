package io.terraverde.storage.s3.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes that do not change; equal when they are the same bytes.
public final class S3Content {
    static final S3Content EMPTY = new S3Content(new byte[0]);

    private final byte[] bytes;

    private S3Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes the array as its own: whoever calls this does not change it afterwards.
    static S3Content of(byte[] owned) {
        return new S3Content(owned);
    }

    /// How many there are.
    public int length() {
        return bytes.length;
    }

    /// A copy of them.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Them as UTF-8.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The array itself, which is not to be changed.
    byte[] shared() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof S3Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Their number and MD5, for messages of failed assertions.
    @Override
    public String toString() {
        return bytes.length + " bytes, MD5 " + HexFormat.of().formatHex(Digests.of("MD5", bytes));
    }
}
