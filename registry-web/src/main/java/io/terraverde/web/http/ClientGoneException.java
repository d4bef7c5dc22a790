package io.terraverde.web.http;

import java.io.IOException;

/// The client closed its connection, or it broke, before the request was read or the answer written. Nobody is
/// left to tell, so it is never logged above debug.
public final class ClientGoneException extends IOException {
    /// @param cause what reading or writing met
    public ClientGoneException(IOException cause) {
        super("the client is gone", cause);
    }
}
