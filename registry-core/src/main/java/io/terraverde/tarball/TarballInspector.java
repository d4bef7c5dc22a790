package io.terraverde.tarball;

import io.terraverde.core.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Looks into tarballs without unpacking them: a stream through, in memory that does not depend on the tarball.
///
/// It refuses what is no gzip of a tar, is damaged or truncated, has no `package.json` (directly below the first path
/// segment, whatever that is called), points outside of the package, holds devices, or exceeds the limits.
public final class TarballInspector {
    private final TarballLimits limits;

    /// An inspector that may be used by any number of threads.
    public TarballInspector(TarballLimits limits) {
        this.limits = limits;
    }

    /// Reads a tarball to its end; the stream stays open.
    ///
    /// @throws RegistryException.Invalid when the tarball is refused
    /// @throws IOException from the stream, as it is
    public TarballFacts inspect(InputStream tarball) throws IOException {
        try (var walk = new TarWalk(tarball, limits)) {
            return walk.toTheEnd();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
