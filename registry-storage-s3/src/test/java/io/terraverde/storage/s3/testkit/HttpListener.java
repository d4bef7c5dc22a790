package io.terraverde.storage.s3.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// A small HTTP/1.1 server on the loopback, one virtual thread per connection. The JDK's own server hides the
/// socket; here an answer can end after any byte, connections can be refused, and a small answer leaves in
/// one piece.
final class HttpListener {
    /// Turns requests into answers, on many threads at once.
    interface Handler {
        /// Called once for every request that arrived whole.
        ///
        /// @throws InterruptedException when the server is being closed; the client gets no answer
        Reply answer(HttpRequest request) throws InterruptedException;
    }

    /// An answer, and how much of it the client gets before the connection is cut.
    ///
    /// @param limitBytes of head and body together; `Long.MAX_VALUE` for all, and the connection lives on
    record Reply(HttpAnswer answer, long limitBytes) {
        static Reply whole(HttpAnswer answer) {
            return new Reply(answer, Long.MAX_VALUE);
        }
    }

    private static final int ONE_PIECE_BYTES = 64 << 10;
    private static final System.Logger log = System.getLogger(HttpListener.class.getName());

    private final ServerSocketFactory sockets;
    private final Handler handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket door;
    private int port;

    /// @param port 0 for any free one
    HttpListener(ServerSocketFactory sockets, int port, Handler handler) {
        this.sockets = sockets;
        this.handler = handler;
        this.port = port;
    }

    synchronized int port() {
        return port;
    }

    /// Starts to accept connections; after `close` on the same port as before. Nothing happens when it is
    /// open.
    synchronized void open() {
        if (door != null) {
            return;
        }
        try {
            ServerSocket opened = sockets.createServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 256);
            door = opened;
            port = opened.getLocalPort();
            Thread.ofVirtual().name("s3-stub-door").start(() -> accept(opened));
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
        connections.forEach(HttpListener::closeQuietly);
    }

    private void accept(ServerSocket opened) {
        while (!opened.isClosed()) {
            try {
                Socket connection = opened.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                Thread.ofVirtual().name("s3-stub-connection").start(() -> serve(connection));
                if (opened.isClosed()) {
                    closeQuietly(connection);
                }
            } catch (IOException e) {
                log.log(System.Logger.Level.DEBUG, "the door closes", e);
            }
        }
    }

    private void serve(Socket connection) {
        threads.add(Thread.currentThread());
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 64 << 10);
            OutputStream out = connection.getOutputStream();
            boolean more = true;
            while (more) {
                Optional<HttpRequest> request = HttpRequest.read(in, out);
                more = request.isPresent() && answered(request.get(), out);
            }
        } catch (IOException e) {
            // Clients may go at any moment.
            log.log(System.Logger.Level.DEBUG, "a connection ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
            threads.remove(Thread.currentThread());
        }
    }

    /// Whether the connection can carry another request.
    private boolean answered(HttpRequest request, OutputStream out) throws IOException, InterruptedException {
        Reply reply = handler.answer(request);
        byte[] head = reply.answer().head();
        byte[] body = reply.answer().bodyFor(request.method());
        int headBytes = (int) Math.min(head.length, reply.limitBytes());
        int bodyBytes = (int) Math.min(body.length, reply.limitBytes() - headBytes);
        if (bodyBytes <= ONE_PIECE_BYTES) {
            head = Arrays.copyOf(head, headBytes + bodyBytes);
            System.arraycopy(body, 0, head, headBytes, bodyBytes);
            out.write(head);
        } else {
            out.write(head, 0, headBytes);
            out.write(body, 0, bodyBytes);
        }
        out.flush();
        return reply.limitBytes() == Long.MAX_VALUE
                && !"close".equalsIgnoreCase(request.header("connection").orElse(""));
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            log.log(System.Logger.Level.DEBUG, "closing fails", e);
        }
    }
}
