package io.terraverde.web.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The web server: Javalin's servlet on a Jetty of its own, every request on a virtual thread.
///
/// ```
/// connector -> head read -> FrontCustomizer (raw target aside, usual header lines)
///           -> Javalin -> Front (route, endpoint, answer or error, log)
/// SlowPeers looks at all connections once a second.
/// ```
public final class HttpServer {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private final HttpSetup setup;
    private final Server server;
    private final Draining draining;
    private final SlowPeers slowPeers;
    private @Nullable ScheduledExecutorService sweeper;

    /// Builds the server without opening anything.
    ///
    /// @throws IllegalArgumentException when a key or certificate cannot be used
    public HttpServer(HttpSetup setup) {
        this.setup = setup;
        this.draining = setup.draining();
        this.slowPeers = new SlowPeers(setup.limits(), System::nanoTime);
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        this.server = new Server(threads);
        FrontCustomizer customizer =
                new FrontCustomizer(setup.limits(), setup.poweredBy(), slowPeers, draining::hasBegun);
        ContainerErrors errors = new ContainerErrors(customizer);
        server.setErrorHandler(errors);
        server.setStopTimeout(setup.limits().stopTime().toMillis());
        server.addBean(new NetworkConnectionLimit(setup.limits().maxConnections(), server));
        HttpConfiguration http = httpConfiguration(customizer);
        setup.listens().forEach(listen -> server.addConnector(connector(listen, http)));
        server.setHandler(servlets(new Front(setup, slowPeers), errors));
    }

    /// Opens the addresses and answers from then on.
    ///
    /// @throws UncheckedIOException when an address cannot be opened
    public void start() {
        removeSocketFiles();
        try {
            server.start();
        } catch (Exception e) {
            stopQuietly();
            throw cannotStart(e);
        }
        setup.metrics().countConnections(slowPeers::connections);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("slow-peers").factory());
        Future<?> _ = executor.scheduleWithFixedDelay(slowPeers::sweep, 1, 1, TimeUnit.SECONDS);
        sweeper = executor;
    }

    /// The addresses in the order of the setup, as `http://127.0.0.1:4873/` or `unix:/run/registry.sock`.
    public List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        Connector[] connectors = server.getConnectors();
        for (int i = 0; i < connectors.length; i++) {
            addresses.add(
                    switch (setup.listens().get(i)) {
                        case Listen.Tcp tcp ->
                            (tcp.tls() == null ? "http" : "https") + "://" + bracketed(tcp.host()) + ":"
                                    + ((NetworkConnector) connectors[i]).getLocalPort() + "/";
                        case Listen.UnixSocket unix -> "unix:" + unix.path();
                    });
        }
        return addresses;
    }

    /// The port of the first TCP address, which differs from the setting when that is 0.
    public int port() {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof NetworkConnector network) {
                return network.getLocalPort();
            }
        }
        throw new IllegalStateException("the server listens on no port");
    }

    /// Goes on answering, but is not ready any more, and closes each connection behind its answer.
    public void drain() {
        draining.begin();
    }

    /// Stops listening, answers those who are connected, as long as the limits say, and ends.
    public void stop() {
        draining.begin();
        slowPeers.stopWaiting();
        closeListeners();
        stopQuietly();
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
        removeSocketFiles();
    }

    /*
     * Whoever finds the door closed goes to another instance, and whoever is connected gets an answer and is
     * disconnected behind it: a connector that is stopped waits until it has no connection. Jetty's GracefulHandler
     * would answer 503 to requests that come in the meantime, and a balancer takes that for the registry's word.
     */
    private void closeListeners() {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof NetworkConnector network) {
                network.close();
            }
        }
    }

    private void stopQuietly() {
        try {
            server.stop();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.warn("the web server did not stop in order", e);
        }
    }

    private HttpConfiguration httpConfiguration(FrontCustomizer customizer) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(setup.limits().maxHeadBytes());
        http.setIdleTimeout(setup.limits().stall().toMillis());
        http.addCustomizer(customizer);
        return http;
    }

    private Connector connector(Listen listen, HttpConfiguration http) {
        AbstractConnector connector = switch (listen) {
            case Listen.Tcp tcp -> {
                ServerConnector network = new ServerConnector(server, factories(tcp.tls(), http));
                network.setHost(tcp.host());
                network.setPort(tcp.port());
                network.setAcceptQueueSize(1024);
                yield network;
            }
            case Listen.UnixSocket unix -> {
                UnixDomainServerConnector socket = new UnixDomainServerConnector(server, factories(unix.tls(), http));
                socket.setUnixDomainPath(unix.path());
                yield socket;
            }
        };
        connector.setIdleTimeout(setup.limits().idle().toMillis());
        // Jetty gives every connection this time when it stops, also one whose client reads slowly. Those that wait for
        // a request are for SlowPeers.
        connector.setShutdownIdleTimeout(setup.limits().stall().toMillis());
        connector.addBean(slowPeers);
        return connector;
    }

    private static ConnectionFactory[] factories(@Nullable Tls tls, HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls == null) {
            return new ConnectionFactory[] {plain};
        }
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(KeyStores.load(tls));
        ssl.setKeyStorePassword(KeyStores.passphrase(tls));
        ssl.setKeyManagerPassword(KeyStores.passphrase(tls));
        ssl.setSniRequired(false);
        return new ConnectionFactory[] {new SslConnectionFactory(ssl, plain.getProtocol()), plain};
    }

    private static ServletContextHandler servlets(Front front, ContainerErrors errors) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.routes.before(context -> {
                front.handle(context.req());
                context.skipRemainingHandlers();
            });
        });
        ServletContextHandler servlets = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        servlets.setContextPath("/");
        servlets.setErrorHandler(errors);
        servlets.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
        return servlets;
    }

    private void removeSocketFiles() {
        for (Listen listen : setup.listens()) {
            if (listen instanceof Listen.UnixSocket unix) {
                removeSocketFile(unix.path());
            }
        }
    }

    private static void removeSocketFile(Path socket) {
        try {
            boolean socketFile = Files.exists(socket) && !Files.isRegularFile(socket) && !Files.isDirectory(socket);
            if (socketFile) {
                Files.delete(socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the old socket " + socket, e);
        }
    }

    private UncheckedIOException cannotStart(Exception failure) {
        String addresses = setup.listens().stream().map(Listen::shown).collect(Collectors.joining(", "));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return new UncheckedIOException("cannot listen on " + addresses + ": " + bind.getMessage(), bind);
            }
        }
        return new UncheckedIOException("cannot start the web server on " + addresses, new IOException(failure));
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
