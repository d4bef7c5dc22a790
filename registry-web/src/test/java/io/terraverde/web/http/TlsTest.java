package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Addresses with a certificate, in the forms that `https:` of the configuration file allows.
class TlsTest {
    private static final String PASSPHRASE = "secret";

    @TempDir
    private Path folder;

    @Test
    void aPkcs12FileIsServed() throws Exception {
        Path file = keyStore("RSA");

        assertThat(ask(new Tls.Pkcs12(file, PASSPHRASE), file)).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @CsvSource({"RSA, PRIVATE KEY", "EC, PRIVATE KEY", "RSA, RSA PRIVATE KEY", "EC, EC PRIVATE KEY"})
    void pemFilesAreServed(String algorithm, String label) throws Exception {
        Path file = keyStore(algorithm);
        KeyStore store = load(file);
        byte[] pkcs8 = key(store).getEncoded();
        byte[] der = label.equals("PRIVATE KEY") ? pkcs8 : innerKey(pkcs8);
        Path key = pem("key.pem", label, algorithm.equals("EC") && !label.equals("PRIVATE KEY") ? withCurve(der) : der);
        Path certificate = pem("cert.pem", "CERTIFICATE", certificate(store).getEncoded());

        assertThat(ask(new Tls.Pem(key, certificate, Optional.empty()), file)).isEqualTo("{}\n");
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "nothing");

        assertThatThrownBy(() -> KeyStores.load(new Tls.Pem(text, text, Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https.key")
                .hasMessageContaining("text.pem");
        assertThatThrownBy(() -> KeyStores.load(new Tls.Pkcs12(text, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https.pfx");
    }

    private static String ask(Tls tls, Path trusted) throws Exception {
        List<Listen> listens = List.of(new Listen.Tcp("127.0.0.1", 0, tls));
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", certificate(load(trusted)));
        trust.init(anchors);
        context.init(null, trust.getTrustManagers(), null);
        try (TestServer server = TestServer.with(Router.builder(), HttpLimits.defaults(), TrustProxy.none(), listens);
                HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            URI uri = URI.create("https://localhost:" + server.server().port() + "/-/ping");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Made by the JDK's own tool.
    private Path keyStore(String algorithm) throws IOException, InterruptedException {
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
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

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSPHRASE.toCharArray());
            return store;
        }
    }

    private static Key key(KeyStore store) throws GeneralSecurityException {
        Key key = store.getKey("server", PASSPHRASE.toCharArray());
        assertThat(key).isNotNull();
        return key;
    }

    private static Certificate certificate(KeyStore store) throws GeneralSecurityException {
        Certificate certificate = store.getCertificate("server");
        assertThat(certificate).isNotNull();
        return certificate;
    }

    private Path pem(String name, String label, byte[] der) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(folder.resolve(name), text, StandardCharsets.US_ASCII);
    }

    /// The octet string at the end of a PKCS#8 key.
    private static byte[] innerKey(byte[] pkcs8) {
        for (int at = 4; at < pkcs8.length - 4; at++) {
            int head = pkcs8[at + 1] == (byte) 0x82 ? 4 : pkcs8[at + 1] == (byte) 0x81 ? 3 : 2;
            int length = switch (head) {
                case 4 -> ((pkcs8[at + 2] & 0xff) << 8) | (pkcs8[at + 3] & 0xff);
                case 3 -> pkcs8[at + 2] & 0xff;
                default -> pkcs8[at + 1];
            };
            if (pkcs8[at] == 4 && at + head + length == pkcs8.length && pkcs8[at + head] == 0x30) {
                return Arrays.copyOfRange(pkcs8, at + head, pkcs8.length);
            }
        }
        throw new IllegalArgumentException("no PKCS#8 key");
    }

    /// What OpenSSL writes: the curve, secp384r1 as keytool chooses, behind the number.
    private static byte[] withCurve(byte[] sec1) {
        byte[] curve = {(byte) 0xa0, 7, 6, 5, 0x2b, (byte) 0x81, 4, 0, 0x22};
        int head = sec1[1] == (byte) 0x81 ? 3 : 2;
        int length = 3 + 2 + 48 + curve.length;
        byte[] all = new byte[2 + length];
        all[0] = 0x30;
        all[1] = (byte) length;
        System.arraycopy(sec1, head, all, 2, 3 + 2 + 48);
        System.arraycopy(curve, 0, all, 2 + 3 + 2 + 48, curve.length);
        return all;
    }
}
