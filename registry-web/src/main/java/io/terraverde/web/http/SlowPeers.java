package io.terraverde.web.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/// Ends the connections of clients that hold them by being slow: a request head that does not come to its end, a
/// body or an answer that crawls. Idle timeouts do not see them, since every byte starts those again.
///
/// ```
/// idle, nothing received since the last answer   the idle timeout's business; when stopping, it has a second
/// idle, bytes received                           a head is coming: it has headTime
/// in a request                                   Transfer counts the waiting; grace + bytes / least rate
/// ```
final class SlowPeers implements Connection.Listener {
    /// Who asks again and again asks within it, and is told then that the connection ends.
    private static final Duration LAST_IDLE = Duration.ofSeconds(1);

    private final HttpLimits limits;
    private final LongSupplier nanoTime;
    private final Map<Connection, Peer> peers = new ConcurrentHashMap<>();
    private volatile @Nullable Long stoppingSince;

    /// @param nanoTime as `System.nanoTime()`
    SlowPeers(HttpLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            peers.put(connection, new Peer(nanoTime.getAsLong()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        peers.remove(connection);
    }

    /// A request's head has been read on a connection.
    Transfer requestBegins(Connection connection) {
        Transfer transfer = new Transfer(nanoTime);
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.transfer = transfer;
        }
        return transfer;
    }

    /// A request has been answered; its connection is idle, or closed.
    void requestEnds(Connection connection) {
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.bytesWhenIdle = connection.getBytesIn();
            peer.headSince = Peer.NO_HEAD;
            peer.everAsked = true;
            peer.idleSince = nanoTime.getAsLong();
            peer.transfer = null;
        }
    }

    /// From here on, connections that wait for a request are closed, too.
    void stopWaiting() {
        stoppingSince = nanoTime.getAsLong();
    }

    /// How many connections are open.
    int connections() {
        return peers.size();
    }

    /// Looks at every connection and closes those that are too slow. Called about once a second.
    void sweep() {
        long now = nanoTime.getAsLong();
        peers.forEach((connection, peer) -> {
            if (isTooSlow(connection, peer, now)) {
                connection.getEndPoint().close();
            }
        });
    }

    private boolean isTooSlow(Connection connection, Peer peer, long now) {
        Transfer transfer = peer.transfer;
        if (transfer != null) {
            return transfer.isTooSlow(limits.minBytesPerSecond(), limits.slowGrace());
        }
        if (connection.getBytesIn() == peer.bytesWhenIdle) {
            Long stopping = stoppingSince;
            if (stopping != null) {
                return isOver(Math.min(now - stopping, now - peer.idleSince), LAST_IDLE);
            }
            // A TLS handshake that does not come to its end receives no bytes of HTTP.
            return !peer.everAsked && isOver(now - peer.openedAt, limits.idle());
        }
        if (peer.headSince == Peer.NO_HEAD) {
            peer.headSince = now;
            return false;
        }
        return isOver(now - peer.headSince, limits.headTime());
    }

    private static boolean isOver(long nanos, Duration limit) {
        return nanos > limit.toNanos();
    }

    private static final class Peer {
        private static final long NO_HEAD = Long.MIN_VALUE;

        private final long openedAt;
        private volatile @Nullable Transfer transfer;
        private volatile long bytesWhenIdle;
        private volatile long headSince = NO_HEAD;
        private volatile boolean everAsked;
        private volatile long idleSince;

        private Peer(long openedAt) {
            this.openedAt = openedAt;
            this.idleSince = openedAt;
        }
    }
}
