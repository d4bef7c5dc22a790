package io.terraverde.uplink;

import java.net.URI;
import java.util.Optional;

/// One thing to ask a server outside for.
///
/// @param address absolute; credentials of the configuration are only sent to the server they were given for
/// @param want what is asked for
/// @param offset the first byte wanted, 0 for all; a server may send everything nevertheless
/// @param etag with an offset the entity tag that what is left must still have (`If-Range`); without one the
///     tag of what the asker has (`If-None-Match`). As the server sent it, with quotes and a `W/`
/// @param via the `Via` of the client's request that this one is made for, so that registries which ask each
///     other in a circle find out
public record UpstreamRequest(URI address, Want want, long offset, Optional<String> etag, Optional<String> via) {
    /// Checks that the offset is not negative.
    public UpstreamRequest {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative: " + offset);
        }
    }

    /// A packument, unless it still is what the asker has.
    public static UpstreamRequest packument(URI address, Optional<String> etag, Optional<String> via) {
        return new UpstreamRequest(address, Want.PACKUMENT, 0, etag, via);
    }

    /// A whole file.
    public static UpstreamRequest file(URI address, Optional<String> via) {
        return new UpstreamRequest(address, Want.FILE, 0, Optional.empty(), via);
    }

    /// The same with an offset and what the rest must belong to.
    public UpstreamRequest from(long first, Optional<String> ofEtag) {
        return new UpstreamRequest(address, want, first, ofEtag, via);
    }

    /// What is asked for; decides which representations are accepted.
    public enum Want {
        /// The full packument as JSON; may come compressed.
        PACKUMENT,
        /// The bytes of a file as they are.
        FILE
    }
}
