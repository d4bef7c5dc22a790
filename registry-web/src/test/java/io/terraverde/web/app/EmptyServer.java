package io.terraverde.web.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A server on loopback that has nothing, and remembers what it was asked for.
final class EmptyServer implements AutoCloseable {
    private final Server server = new Server();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ServerConnector connector;
    private final String scheme;

    /// One without TLS.
    EmptyServer() throws Exception {
        connector = new ServerConnector(server);
        scheme = "http";
        start();
    }

    /// One with TLS.
    ///
    /// @param keyStore opens with `secret`
    EmptyServer(Path keyStore) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore.toString());
        tls.setKeyStorePassword("secret");
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        connector = new ServerConnector(
                server, new SslConnectionFactory(tls, alpn.getProtocol()), alpn, new HttpConnectionFactory());
        scheme = "https";
        start();
    }

    /// Its address without a path, as `https://localhost:40123`.
    URI url() {
        return URI.create(scheme + "://localhost:" + connector.getLocalPort());
    }

    /// The requests so far, as `GET /left-pad`.
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    private void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                asked.add(request.getMethod() + " " + request.getHttpURI().getPath());
                response.setStatus(HttpStatus.NOT_FOUND_404);
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }
}
