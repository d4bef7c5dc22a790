package io.terraverde.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What of a request decides who makes it.
///
/// @param authorization the header, as it came
/// @param remoteAddress of the client, without port; of the proxy's client where the proxy is trusted
public record AuthenticationRequest(
        @Nullable String authorization, @Nullable String remoteAddress, Purpose purpose, Surface surface) {
    /// The address, if it is known.
    Optional<String> address() {
        return Optional.ofNullable(remoteAddress);
    }

    /// Does not show the header.
    @Override
    public String toString() {
        return "AuthenticationRequest[from=" + remoteAddress + ", " + purpose + ", " + surface + "]";
    }
}
