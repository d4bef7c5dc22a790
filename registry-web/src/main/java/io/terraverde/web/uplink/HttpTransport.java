package io.terraverde.web.uplink;

import io.terraverde.uplink.UpstreamException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Jetty's client, set up for one server outside: one GET and its answer, whatever that is.
final class HttpTransport implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int STREAM_WINDOW = 1 << 20;

    private final UpstreamOptions options;
    private final HttpClient client;

    HttpTransport(UpstreamOptions options) {
        this.options = options;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(TrustedCertificates.contextFactory(options.label(), options.tls()));
        HTTP2Client http2 = new HTTP2Client(connector);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW);
        http2.setInitialSessionRecvWindow(sessionWindow(options.pool().max()));
        http2.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
        // The first is spoken with servers that name none in the handshake. Those that do choose by their own order.
        HttpClientTransportDynamic transport = new HttpClientTransportDynamic(
                connector,
                HttpClientConnectionFactory.HTTP11,
                new ClientConnectionFactoryOverHTTP2.HTTP2(http2, List.of("h2")));
        transport.setConnectionPoolFactory(destination -> new BoundedPool(destination, options.pool()));
        this.client = new HttpClient(transport);
        configure();
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalArgumentException("cannot set up " + options.label(), e);
        }
        client.getContentDecoderFactories().clear();
        // What is left speaks of interim answers. Credentials and redirects are the caller's.
        client.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
        client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
    }

    /// Sends one GET, and once more when the connection breaks off before the answer begins: the server may have
    /// closed a kept connection just then.
    ///
    /// @param address with neither user nor fragment
    /// @param headers all that are sent, but for `Host`
    /// @param atMost how long until the head of the answer is there
    /// @param where follows every message about a failure
    /// @throws UpstreamException when there is none
    Answer get(URI address, Map<String, String> headers, Deadline atMost, String where) {
        Attempt attempt = send(address, headers, where);
        Optional<Throwable> failure = attempt.await(atMost);
        if (failure.isPresent() && attempt.mayBeRepeated()) {
            attempt = send(address, headers, where);
            failure = attempt.await(atMost);
        }
        if (failure.isPresent()) {
            throw Failures.noAnswer(options.label(), where, failure.get());
        }
        return attempt.answer();
    }

    private Attempt send(URI address, Map<String, String> headers, String where) {
        // Silence is measured while somebody waits for bytes. Jetty would also count a reader who takes his time.
        Request request = client.newRequest(address).idleTimeout(0, TimeUnit.MILLISECONDS);
        request.headers(fields -> {
            fields.clear();
            headers.forEach(fields::put);
        });
        Attempt attempt = new Attempt(options, client, request, where);
        request.send(attempt);
        return attempt;
    }

    private void configure() {
        QueuedThreadPool threads = new QueuedThreadPool(32, 1);
        threads.setName(options.kind() + "-" + options.name());
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setName(options.kind() + "-" + options.name());
        client.setConnectTimeout(options.timeout().toMillis());
        client.setAddressResolutionTimeout(options.timeout().toMillis());
        client.setIdleTimeout(IDLE.toMillis());
        client.setDestinationIdleTimeout(2 * IDLE.toMillis());
        client.setMaxConnectionsPerDestination(options.pool().max());
        client.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        new ProxyChoice(options.proxies()).installIn(client);
    }

    /// Room for as many transfers as there may be, so that readers who take their time do not stop the others on
    /// their connection.
    private static int sessionWindow(int transfers) {
        return (int) Math.min(1L << 30, (transfers + 1L) * STREAM_WINDOW);
    }

    @Override
    public void close() {
        LifeCycle.stop(client);
    }
}
