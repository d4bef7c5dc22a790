package io.terraverde.it.upstream;

import static java.lang.System.Logger.Level.DEBUG;

import io.terraverde.it.shell.Ports;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A port of the loopback address with one virtual thread per connection. The JDK's own server hides the socket; here a
/// connection can end after any byte, and the port can be closed and opened again.
final class Listener {
    /// Lives on a connection until it ends.
    @FunctionalInterface
    interface Handler {
        /// Reads requests and writes answers.
        ///
        /// @param out is flushed by whoever writes
        void serve(BufferedInputStream in, BufferedOutputStream out) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 << 10;
    private static final System.Logger log = System.getLogger(Listener.class.getName());

    private final int port = Ports.free();
    private final Handler handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket door;

    Listener(Handler handler) {
        this.handler = handler;
    }

    int port() {
        return port;
    }

    /// Begins to accept connections; nothing happens when it does already.
    synchronized void open() {
        if (door != null) {
            return;
        }
        try {
            var opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            door = opened;
            Thread.ofVirtual().name("upstream-door").start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /// Refuses connections from here on, and cuts those that are open.
    synchronized void close() {
        if (door == null) {
            return;
        }
        closeQuietly(door);
        door = null;
        threads.forEach(Thread::interrupt);
        connections.forEach(Listener::closeQuietly);
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket connection = opened.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().name("upstream-connection").start(() -> serve(connection));
                if (opened.isClosed()) {
                    closeQuietly(connection);
                }
            } catch (IOException e) {
                log.log(DEBUG, "the door closes", e);
            }
        }
    }

    private void serve(Socket connection) {
        threads.add(Thread.currentThread());
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream(), BUFFER_BYTES);
            handler.serve(in, new BufferedOutputStream(connection.getOutputStream(), BUFFER_BYTES));
        } catch (IOException e) {
            log.log(DEBUG, "a connection ends", e);
        } finally {
            connections.remove(connection);
            threads.remove(Thread.currentThread());
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            log.log(DEBUG, "closing fails", e);
        }
    }
}
