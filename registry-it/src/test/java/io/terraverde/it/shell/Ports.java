package io.terraverde.it.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Free ports of the loopback address. They lie below those that the system gives to outgoing connections: a
/// server that is killed and started again must find its port free, whatever connected to whom meanwhile.
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final AtomicInteger next =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

    private Ports() {}

    /// A port that nobody listens on, and that is given to nobody else in this process.
    public static int free() {
        return free(0);
    }

    /// A port that is free together with those at these distances from it.
    public static int free(int... distances) {
        for (int attempt = FIRST; attempt < END; attempt++) {
            int port = next.getAndUpdate(last -> last + 1 < END ? last + 1 : FIRST);
            if (IntStream.of(distances).allMatch(distance -> isFree(port + distance))) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + END);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot try port " + port, e);
        }
    }
}
