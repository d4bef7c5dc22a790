package io.terraverde.web.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.testkit.Race;
import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamException.Kind;
import io.terraverde.web.uplink.UpstreamOptions.Pool;
import io.terraverde.web.uplink.UpstreamOptions.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers with certificates.
class SecureUpstreamTest {
    private static final Tls LAX = new Tls(false, Optional.empty(), Optional.empty());

    @TempDir
    private static Path folder;

    private static Path keyStore = Path.of("");

    @BeforeAll
    static void makeCertificate() throws Exception {
        keyStore = TlsServer.keyStore(folder, "localhost");
    }

    /// Old servers, and proxies that look into TLS, offer nothing.
    @Test
    void serverThatOffersNoProtocolIsSpokenToInHttp1() throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of());
                Asking asking =
                        Asking.of(server.url("localhost")).trusting(trusted()).start()) {
            assertThat(asking.text(server.url("localhost"))).startsWith("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"h2 http/1.1, HTTP/2.0", "http/1.1, HTTP/1.1"})
    void http2IsSpokenWhereItIsOffered(String offered, String spoken) throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of(offered.split(" ", -1)));
                Asking asking =
                        Asking.of(server.url("localhost")).trusting(trusted()).start()) {
            assertThat(asking.text(server.url("localhost"))).startsWith(spoken).hasSize(100_000 + spoken.length() + 1);
        }
    }

    @Test
    void transfersShareAnHttp2Connection() throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of("h2", "http/1.1"));
                Asking asking =
                        Asking.of(server.url("localhost")).trusting(trusted()).start();
                Found open = asking.found(server.url("localhost"))) {
            Race.of(10, i -> {
                try {
                    return asking.text(server.url("localhost"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(open.body().readAllBytes()).hasSizeGreaterThan(100_000);
            assertThat(server.seen().stream().map(TlsServer.Seen::peer).collect(Collectors.toSet()))
                    .hasSize(1);
        }
    }

    @Test
    void anHttp2StreamThatIsClosedEarlyFreesItsPlace() throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of("h2"));
                Asking asking = Asking.of(server.url("localhost"))
                        .trusting(trusted())
                        .over(new Pool(true, 1, 1))
                        .start()) {
            for (int i = 0; i < 3; i++) {
                try (Found found = asking.found(server.url("localhost"))) {
                    assertThat(found.body().read()).isEqualTo('H');
                }
            }

            assertThat(asking.text(server.url("localhost"))).startsWith("HTTP/2.0");
        }
    }

    @Test
    void anHttp2ConnectionThatFellSilentGetsNoMoreRequests() throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of("h2"));
                Asking asking = Asking.of(server.url("localhost"))
                        .trusting(trusted())
                        .within(Duration.ofSeconds(5))
                        .start()) {
            asking.text(server.url("localhost"));
            UpstreamException failure = asking.failure(URI.create(server.url("localhost") + "/silent"));
            asking.text(server.url("localhost"));

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            List<String> peers =
                    server.seen().stream().map(TlsServer.Seen::peer).toList();
            assertThat(peers).hasSize(3);
            assertThat(peers.get(1)).isEqualTo(peers.get(0));
            assertThat(peers.get(2)).isNotEqualTo(peers.get(0));
        }
    }

    @Test
    void aCertificateOfItsOwnMakingIsNotTrusted() throws Exception {
        try (TlsServer server = new TlsServer(keyStore, List.of("h2"));
                Asking asking = Asking.of(server.url("localhost")).start()) {
            UpstreamException failure = asking.failure(server.url("localhost"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessage("uplink \"other\": TLS failed: its certificate is not trusted");
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void aFileMayHoldTheCertificates() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "# ours\n" + TlsServer.pem(keyStore));
        try (TlsServer server = new TlsServer(keyStore, List.of("h2"));
                Asking asking = Asking.of(server.url("localhost"))
                        .trusting(new Tls(true, Optional.of(file.toString()), Optional.empty()))
                        .start()) {
            assertThat(asking.text(server.url("localhost"))).startsWith("HTTP/2.0");
        }
    }

    @Test
    void whatIsUsuallyTrustedCountsUnlessTheServerHasItsOwn() throws Exception {
        KeyStore usual = KeyStore.getInstance("PKCS12");
        usual.load(null, null);
        usual.setCertificateEntry("ours", TlsServer.certificate(keyStore));
        String other = TlsServer.pem(TlsServer.keyStore(folder, "other.example"));
        try (TlsServer server = new TlsServer(keyStore, List.of("h2"));
                Asking usually = Asking.of(server.url("localhost"))
                        .trusting(new Tls(true, Optional.empty(), Optional.of(usual)))
                        .start();
                Asking pinned = Asking.of(server.url("localhost"))
                        .trusting(new Tls(true, Optional.of(other), Optional.of(usual)))
                        .start()) {
            assertThat(usually.text(server.url("localhost"))).startsWith("HTTP/2.0");
            assertThat(pinned.failure(server.url("localhost")))
                    .hasMessage("uplink \"other\": TLS failed: its certificate is not trusted");
        }
    }

    @Test
    void theHostIsCheckedToo() throws Exception {
        Path another = TlsServer.keyStore(folder, "another.example");
        Tls trusting = new Tls(true, Optional.of(TlsServer.pem(another)), Optional.empty());
        try (TlsServer server = new TlsServer(another, List.of("h2"));
                Asking asking =
                        Asking.of(server.url("localhost")).trusting(trusting).start()) {
            UpstreamException failure = asking.failure(server.url("localhost"));

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageStartingWith("uplink \"other\": TLS failed: No ");
        }
    }

    @Test
    void neitherIsCheckedWhenNobodyIsStrict() throws Exception {
        Path another = TlsServer.keyStore(folder, "third.example");
        try (TlsServer server = new TlsServer(another, List.of("h2", "http/1.1"));
                Asking asking = Asking.of(server.url("localhost")).trusting(LAX).start()) {
            assertThat(asking.text(server.url("localhost"))).startsWith("HTTP/2.0");
        }
    }

    @Test
    void aServerWithoutTlsIsUnreachable() throws Exception {
        try (RawServer server = RawServer.with(line -> line.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            URI url = URI.create("https://localhost:" + server.port());
            try (Asking asking = Asking.of(url).trusting(LAX).start()) {
                UpstreamException failure = asking.failure(url);

                assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(failure).hasMessageStartingWith("uplink \"other\": TLS failed: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"no such file", "'-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n'"})
    void whatHoldsNoCertificatesIsRefusedAtOnce(String ca) {
        Asking.Setup setup =
                Asking.of(URI.create("https://localhost")).trusting(new Tls(true, Optional.of(ca), Optional.empty()));

        assertThatThrownBy(setup::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uplink \"other\": ca ");
    }

    private static Tls trusted() throws Exception {
        return new Tls(true, Optional.of(TlsServer.pem(keyStore)), Optional.empty());
    }
}
