package io.terraverde.read;

import io.terraverde.uplink.Download;
import java.net.URI;
import java.util.Optional;

/// Where the bytes of a tarball are.
public sealed interface FoundTarball {
    /// In the storage.
    ///
    /// @param file its name in the package's folder
    record Hosted(String file, Opening opening) implements FoundTarball {}

    /// In the cache.
    ///
    /// @param whole all of it, open; whoever found it closes it
    /// @param opening opens it again; a part may come from the stream of `whole`, and then goes on behind its
    ///     last byte
    record Kept(OpenTarball whole, Opening opening) implements FoundTarball {}

    /// On its way from an uplink. Whoever found it closes the share.
    ///
    /// @param shasum what the packument says of it
    record Arriving(Download download, Optional<String> shasum) implements FoundTarball {}

    /// Where clients are to fetch it themselves.
    record Elsewhere(URI address) implements FoundTarball {}

    /// Opens a tarball; the caller closes it.
    interface Opening {
        /// All of it.
        ///
        /// @throws io.terraverde.core.RegistryException.NotFound when it is gone
        OpenTarball whole();

        /// The bytes from `first` to `last`, both included.
        ///
        /// @throws io.terraverde.core.RegistryException.NotFound when it is gone
        OpenTarball range(long first, long last);
    }
}
