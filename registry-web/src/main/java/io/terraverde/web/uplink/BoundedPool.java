package io.terraverde.web.uplink;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;

/// The connections to one host, of which only some are kept without work.
final class BoundedPool extends MultiplexConnectionPool {
    private final int maxIdle;

    BoundedPool(Destination destination, UpstreamOptions.Pool bounds) {
        super(destination, bounds.max(), 1);
        this.maxIdle = bounds.maxIdle();
        if (!bounds.keepAlive()) {
            setMaxUsage(1);
        }
    }

    /// A connection that is not kept is closed by the caller, which is what `false` asks for.
    @Override
    public boolean release(Connection connection) {
        if (!super.release(connection)) {
            return false;
        }
        boolean tooMany = getIdleConnectionCount() > maxIdle && !isActive(connection);
        return !(tooMany && remove(connection));
    }

    /// Gives nobody this connection any more. Those who use it finish.
    void retire(Connection connection) {
        if (remove(connection)) {
            connection.close();
        }
    }
}
