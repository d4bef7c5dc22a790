package io.terraverde.web.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The section `terraverde:`, which Verdaccio ignores.
///
/// @param lease how long an instance may answer from its cache without asking the storage; zero asks each time
/// @param shutdownGrace how long requests are still taken after SIGTERM
/// @param shutdownTimeout how long requests that run may take after that
/// @param cacheBytes how much memory cached documents may take
/// @param spool where published tarballs wait while they are checked: a folder of this machine, never shared
/// @param hashingPermits how many passwords are hashed at a time
/// @param limits what requests may cost
/// @param admins users and groups that may purge the cache and see its statistics; nobody when empty
/// @param origins what becomes of names that are hosted here and exist in an uplink too
/// @param cache what is kept of servers outside
/// @param mirrors trees of files that are served from other servers, in the order of the file
public record OwnSettings(
        Duration lease,
        Duration shutdownGrace,
        Duration shutdownTimeout,
        long cacheBytes,
        Path spool,
        int hashingPermits,
        Limits limits,
        List<String> admins,
        Origins origins,
        CacheSettings cache,
        List<MirrorSettings> mirrors) {
    /// Copies the lists.
    public OwnSettings {
        admins = List.copyOf(admins);
        mirrors = List.copyOf(mirrors);
    }

    /// What requests may cost.
    ///
    /// @param headerBytes all header lines of a request
    /// @param packumentBytes a stored packument
    /// @param tarballEntries files and folders in a published tarball
    /// @param unpackedBytes a published tarball when unpacked
    /// @param expansionRatio how many times its size a published tarball may unpack to
    public record Limits(
            int headerBytes, long packumentBytes, int tarballEntries, long unpackedBytes, int expansionRatio) {}

    /// What becomes of names that are hosted here and exist in an uplink too.
    public enum Origins {
        /// Their versions are merged, as in Verdaccio.
        MERGE,
        /// What is hosted is asked nowhere else.
        STRICT
    }
}
