package io.terraverde.uplink;

import io.terraverde.storage.BlobBody;
import io.terraverde.tarball.DeclaredIntegrity;
import java.util.Optional;

/// How a file is fetched, what it must be, and what becomes of it.
///
/// @param server who has it, for people: `uplink "npmjs"`; each server has turns of its own
/// @param file which file it is, for people: `left-pad-1.3.0.tgz`
/// @param source where it comes from
/// @param declared what its bytes must be
/// @param maxBytes how large it may be
/// @param keep what is done with the whole file
public record DownloadPlan(
        String server, String file, Source source, DeclaredIntegrity declared, long maxBytes, Keep keep) {
    /// Where the bytes of a file come from.
    @FunctionalInterface
    public interface Source {
        /// Asks for the bytes from an offset on; all of them, from offset 0, will do as well.
        ///
        /// A caller of {@link SharedDownloads#join} who has looked for a kept copy in vain can be late: another
        /// fetch may have kept one since. A source that looks again at its first call rules out a second fetch.
        ///
        /// @param etag of the file whose rest is wanted; such a tag is strong
        /// @throws UpstreamException when there is no usable answer
        UpstreamAnswer open(long offset, Optional<String> etag);
    }

    /// What is done with a file that is whole and what it must be.
    @FunctionalInterface
    public interface Keep {
        /// Keeps it. Whoever asks for the file before this returns gets the copy that was just fetched. What
        /// this throws is logged and disturbs nobody.
        ///
        /// @param whole readable until this returns
        /// @param head with the size
        void keep(BlobBody whole, FileHead head);

        /// Does nothing.
        static Keep nowhere() {
            return (whole, head) -> {};
        }
    }
}
