package io.terraverde.web.uplink;

import static io.terraverde.web.uplink.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.web.uplink.UpstreamOptions.Proxies;
import io.terraverde.web.uplink.UpstreamOptions.Tls;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proxies between the registry and its uplinks.
class ProxyTest {
    private static final Tls LAX = new Tls(false, Optional.empty(), Optional.empty());
    private static final String BASIC = "Basic amFuZTpwQHNz";

    @TempDir
    private Path folder;

    @Test
    void aTunnelLeadsToASecureServer() throws Exception {
        Path keyStore = TlsServer.keyStore(folder, "localhost");
        try (TlsServer server = new TlsServer(keyStore, List.of("h2", "http/1.1"));
                RawServer proxy = RawServer.with(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 200 Established\r\n\r\n");
                    try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                        line.relay(onward);
                    }
                });
                Asking asking = Asking.of(server.url("localhost"))
                        .trusting(new Tls(true, Optional.of(TlsServer.pem(keyStore)), Optional.empty()))
                        .knowing("Bearer secret", Map.of())
                        .through(new Proxies(
                                Optional.of(URI.create("http://127.0.0.1:9")), Optional.of(of(proxy)), List.of()))
                        .start()) {
            assertThat(asking.text(server.url("localhost"))).startsWith("HTTP/2.0");

            RawServer.Head connect = proxy.heads().getFirst();
            assertThat(connect.target()).isEqualTo("localhost:" + server.port());
            assertThat(connect.header("Proxy-Authorization")).isEqualTo(BASIC);
            assertThat(connect.has("Authorization")).isFalse();
            TlsServer.Seen seen = server.seen().getFirst();
            assertThat(seen.authorization()).isEqualTo("Bearer secret");
            assertThat(seen.proxyAuthorization()).isEqualTo("null");
        }
    }

    @Test
    void aPlainServerIsAskedForByItsWholeAddress() throws Exception {
        try (RawServer proxy = RawServer.answering(head -> answer(200, "through"));
                Asking asking = Asking.of(URI.create("http://upstream.example"))
                        .through(new Proxies(Optional.of(of(proxy)), Optional.empty(), List.of()))
                        .start()) {
            assertThat(asking.text(URI.create("http://upstream.example/a%2fb?c")))
                    .isEqualTo("through");

            RawServer.Head head = proxy.heads().getFirst();
            assertThat(head.target()).isEqualTo("http://upstream.example/a%2fb?c");
            assertThat(head.header("Proxy-Authorization")).isEqualTo(BASIC);
            assertThat(head.header("Host")).isEqualTo("upstream.example");
        }
    }

    @Test
    void noProxyIsAskedForServersThatNeedNone() throws Exception {
        try (RawServer proxy = RawServer.answering(head -> answer(500, ""));
                RawServer server = RawServer.answering(head -> answer(200, "direct"));
                Asking asking = Asking.of(server.url(""))
                        .through(new Proxies(Optional.of(of(proxy)), Optional.empty(), List.of("127.0.0.1")))
                        .start()) {
            assertThat(asking.text(server.url("/a"))).isEqualTo("direct");

            assertThat(proxy.heads()).isEmpty();
            assertThat(server.heads().getFirst().has("Proxy-Authorization")).isFalse();
        }
    }

    @Test
    void aProxyThatRefusesATunnelIsNamed() throws Exception {
        try (RawServer proxy = RawServer.answering(head -> answer(407, "", "Proxy-Authenticate: Basic realm=\"x\""));
                Asking asking = Asking.of(URI.create("https://upstream.example"))
                        .trusting(LAX)
                        .through(new Proxies(Optional.empty(), Optional.of(of(proxy)), List.of()))
                        .start()) {
            UpstreamException failure = asking.failure(URI.create("https://upstream.example/a"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("uplink \"other\": the proxy answered 407 when asked for a connection");
            assertThat(proxy.heads()).hasSize(1);
        }
    }

    @Test
    void aProxyThatWantsOtherCredentialsIsNamed() throws Exception {
        try (RawServer proxy = RawServer.answering(head -> answer(407, "", "Proxy-Authenticate: Basic realm=\"x\""));
                Asking asking = Asking.of(URI.create("http://upstream.example"))
                        .through(new Proxies(Optional.of(of(proxy)), Optional.empty(), List.of()))
                        .start()) {
            UpstreamException failure = asking.failure(URI.create("http://upstream.example/a"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("the proxy").hasMessageContaining("407");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "host.example, host.example, true",
        "host.example, a.host.example, true",
        "host.example, ahost.example, false",
        "host.example, longer-than-that-host.example.org, false",
        ".host.example, host.example, true",
        ".host.example, a.host.example, true",
        ".host.example, ahost.example, false",
        "*.host.example, a.host.example, true",
        "long.host.example, example, false",
        "HOST.example, host.EXAMPLE, true",
        "*, anything.example, true",
        "host.example:443, host.example, true",
        "host.example:8443, host.example, false",
        "127.0.0.1, 127.0.0.1, true",
        "::1, [::1], true",
        "[::1]:443, [::1], true",
        "[::1]:80, [::1], false"
    })
    void hostsAreReachedDirectlyByTheirEnd(String rule, String host, boolean direct) {
        assertThat(ProxyChoice.isDirect(List.of("other.test", rule), host, 443)).isEqualTo(direct);
    }

    private static URI of(RawServer proxy) {
        return URI.create("http://jane:p%40ss@127.0.0.1:" + proxy.port());
    }
}
