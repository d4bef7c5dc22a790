package io.terraverde.web.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A server with a certificate of its own making that answers with the version of HTTP it was asked in, and to
/// `/silent` not at all.
final class TlsServer implements AutoCloseable {
    private static final String PASSPHRASE = "secret";

    private final Server server = new Server();
    private final ServerConnector connector;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /// What was asked.
    record Seen(String version, String authorization, String proxyAuthorization, String peer) {}

    /// @param protocols offered in the handshake: `h2`, `http/1.1`; none: it does not know of such offers
    TlsServer(Path keyStore, List<String> protocols) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore.toString());
        tls.setKeyStorePassword(PASSPHRASE);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        if (protocols.isEmpty()) {
            connector = new ServerConnector(server, new SslConnectionFactory(tls, http.getProtocol()), http);
        } else {
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(protocols.toArray(String[]::new));
            alpn.setDefaultProtocol(http.getProtocol());
            connector = new ServerConnector(
                    server,
                    new SslConnectionFactory(tls, alpn.getProtocol()),
                    alpn,
                    new HTTP2ServerConnectionFactory(configuration),
                    http);
        }
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                String version =
                        request.getConnectionMetaData().getHttpVersion().asString();
                seen.add(new Seen(
                        version,
                        String.valueOf(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                        String.valueOf(request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION)),
                        request.getConnectionMetaData().getRemoteSocketAddress().toString()));
                if (request.getHttpURI().getPath().equals("/silent")) {
                    return true;
                }
                Content.Sink.write(response, true, version + " " + "x".repeat(100_000), callback);
                return true;
            }
        });
        server.start();
    }

    List<Seen> seen() {
        return seen;
    }

    int port() {
        return connector.getLocalPort();
    }

    URI url(String host) {
        return URI.create("https://" + host + ":" + port());
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /// A new certificate for a host, made by the JDK's own tool.
    static Path keyStore(Path folder, String host) throws IOException, InterruptedException {
        Path file = folder.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=DNS:" + host,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSPHRASE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return file;
    }

    /// Its certificate.
    static Certificate certificate(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSPHRASE.toCharArray());
        }
        Certificate certificate = store.getCertificate("server");
        assertThat(certificate).isNotNull();
        return certificate;
    }

    /// Its certificate as PEM text.
    static String pem(Path keyStore) throws IOException, GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(certificate(keyStore).getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }
}
