package io.terraverde.it.content;

import java.util.HexFormat;
import java.util.SplittableRandom;

/// Content that means nothing and hardly compresses; always the same for the same size.
public final class Noise {
    private static final long SEED = 42;

    private Noise() {}

    /// Hex digits, twice as long as this.
    public static String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    /// A tarball of a package with a file of this size.
    public static byte[] tarball(int bytes) {
        return Tarball.empty().with("package/noise", bytes(bytes)).toBytes();
    }

    private static byte[] bytes(int count) {
        var noise = new byte[count];
        new SplittableRandom(SEED).nextBytes(noise);
        return noise;
    }
}
