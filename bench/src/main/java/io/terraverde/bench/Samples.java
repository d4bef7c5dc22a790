package io.terraverde.bench;

import java.util.List;
import java.util.stream.IntStream;

/// The packages that are read. The sizes in the comments are those of the full packument.
final class Samples {
    /// 10 KB.
    static final SamplePackage SMALL = new SamplePackage("small", 6, 12);
    /// One version with a tarball of 10 KB.
    static final SamplePackage SMALL_TARBALL = new SamplePackage("small-tarball", 1, 12, 10_000);
    /// One version with a tarball of 1 MB.
    static final SamplePackage LARGE_TARBALL = new SamplePackage("large-tarball", 1, 12, 1_000_000);
    /// 750 KB.
    static final SamplePackage LARGE = new SamplePackage("large", 294, 50);
    /// 10 MB each; one for every client that pulls them.
    static final List<SamplePackage> HUGE = IntStream.rangeClosed(1, 8)
            .mapToObj(i -> new SamplePackage("huge-" + i, 2045, 120))
            .toList();

    private Samples() {}
}
