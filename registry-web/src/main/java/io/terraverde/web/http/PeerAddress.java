package io.terraverde.web.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Request;

/// The address a connection comes from, as text without a scope (`fe80::1`, not `fe80::1%eth0`).
final class PeerAddress {
    private PeerAddress() {}

    /// The address; `127.0.0.1` for a Unix domain socket, whose peers are on this machine.
    static String of(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            InetAddress address = remote.getAddress();
            String text = address == null ? remote.getHostString() : address.getHostAddress();
            int scope = text.indexOf('%');
            return scope < 0 ? text : text.substring(0, scope);
        }
        return "127.0.0.1";
    }
}
