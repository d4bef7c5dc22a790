package io.terraverde.web.uplink;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A server on a bare socket, which can do what no HTTP server would.
final class RawServer implements AutoCloseable {
    /// What happens on one connection. It is closed afterwards.
    interface Talk {
        void on(Line line) throws Exception;
    }

    /// The head of a request.
    record Head(String target, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        boolean has(String name) {
            return headers.containsKey(name.toLowerCase(Locale.ROOT));
        }
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Head> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private RawServer(Talk talk) throws IOException {
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(talk));
    }

    static RawServer with(Talk talk) throws IOException {
        return new RawServer(talk);
    }

    /// Answers every request of a connection.
    static RawServer answering(Function<Head, String> answer) throws IOException {
        return new RawServer(line -> {
            while (true) {
                line.write(answer.apply(line.readHead()));
            }
        });
    }

    /// An answer with its length.
    static String answer(int status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return text + (status == 304 ? "\r\n" : "Content-Length: " + length + "\r\n\r\n" + body);
    }

    int port() {
        return listener.getLocalPort();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    List<Head> heads() {
        return heads;
    }

    int connections() {
        return connections.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
        threads.close();
    }

    private void accept(Talk talk) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                mostAtOnce.accumulateAndGet(open.size(), Math::max);
                threads.execute(() -> serve(socket, talk));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Talk talk) {
        try (socket) {
            socket.setSoTimeout(60_000);
            talk.on(new Line(socket));
        } catch (Exception ignored) {
            // The other side is gone, or the test is over.
        } finally {
            open.remove(socket);
        }
    }

    /// One connection.
    final class Line {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /// Waits for the next request.
        Head readHead() throws IOException {
            String target = readLine().split(" ", -1)[1];
            Map<String, String> headers = new TreeMap<>();
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            Head head = new Head(target, headers);
            heads.add(head);
            return head;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// Returns when the other side has closed.
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                // What it still says does not matter.
            }
        }

        /// Closes so that the other side sees a reset.
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /// Passes everything on between this connection and another, until one ends.
        void relay(Socket other) throws IOException {
            threads.execute(() -> {
                try {
                    in.transferTo(other.getOutputStream());
                } catch (IOException ignored) {
                    // One side is gone; the other way ends by itself.
                }
            });
            other.getInputStream().transferTo(out);
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int one = in.read(); one != '\n'; one = in.read()) {
                if (one < 0) {
                    throw new IOException("closed");
                }
                line.write(one);
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }
    }
}
