package io.terraverde.it.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.Supplier;

/// A port of the loopback address that passes connections on, byte by byte, and that can be shut.
public final class Passage implements AutoCloseable {
    private static final int CONNECT_MILLIS = 30_000;

    private final Listener listener;

    private Passage(Listener.Handler handler) {
        listener = new Listener(handler);
        listener.open();
    }

    /// To a server whose address need not be known before the first connection.
    public static Passage to(Supplier<URI> server) {
        return new Passage((in, out) -> {
            try (Socket target = connected(server.get().getHost(), server.get().getPort())) {
                pass(in, out, target);
            }
        });
    }

    /// A proxy as programs are told of by `https_proxy`: to wherever the client asks for with `CONNECT` (RFC 9110,
    /// section 9.3.6).
    public static Passage proxy() {
        return new Passage((in, out) -> {
            String[] words = head(in).split(" ", 3);
            if (!words[0].equals("CONNECT")) {
                out.write("HTTP/1.1 405 Only CONNECT\r\ncontent-length: 0\r\n\r\n".getBytes(ISO_8859_1));
                out.flush();
                return;
            }
            int colon = words[1].lastIndexOf(':');
            try (Socket target =
                    connected(words[1].substring(0, colon), Integer.parseInt(words[1].substring(colon + 1)))) {
                out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
                out.flush();
                pass(in, out, target);
            }
        });
    }

    /// Its address without a slash at the end, also while it is shut.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.port());
    }

    /// Refuses connections, and cuts those that pass.
    public void shut() {
        listener.close();
    }

    @Override
    public void close() {
        shut();
    }

    private static Socket connected(String host, int port) throws IOException {
        var target = new Socket();
        target.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        target.setTcpNoDelay(true);
        return target;
    }

    /// Passes bytes both ways until one side ends; then the caller closes both.
    private static void pass(BufferedInputStream in, BufferedOutputStream out, Socket target) throws IOException {
        OutputStream there = target.getOutputStream();
        Thread.ofVirtual().start(() -> {
            try (target) {
                transfer(in, there);
            } catch (IOException e) {
                // The other direction meets the same end and tells it.
            }
        });
        transfer(target.getInputStream(), out);
    }

    private static void transfer(InputStream in, OutputStream out) throws IOException {
        var buffer = new byte[64 << 10];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the head ends early");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }
}
