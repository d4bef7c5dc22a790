package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.storage.StorageException;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose signature under the store's certificate counts.
final class TrustTest {
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    @Test
    void storeMayBeSignedByWhatIsUsuallyTrusted() throws Exception {
        KeyStore key = key();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ours", key.getCertificate("store"));
        try (S3Stub stub =
                S3Stub.builder().bucket(StubStore.BUCKET).tls(context(key)).start()) {
            assertThatThrownBy(() -> StubStore.open(trusting(stub, Optional.empty())))
                    .isInstanceOf(StorageException.class);
            try (S3BlobStore store = StubStore.open(trusting(stub, Optional.of(trusted)))) {
                assertThat(store.list("", null, 10).entries()).isEmpty();
            }
        }
    }

    private static S3Options trusting(S3Stub stub, Optional<KeyStore> usual) {
        S3Options plain = StubStore.options(stub);
        S3Options.Endpoint endpoint = plain.endpoint();
        return new S3Options(
                new S3Options.Endpoint(
                        endpoint.uri(),
                        endpoint.region(),
                        endpoint.style(),
                        endpoint.credentials(),
                        endpoint.proxy(),
                        endpoint.ca(),
                        usual),
                plain.bucket(),
                plain.keyPrefix(),
                plain.tarballAcl(),
                plain.encryption(),
                plain.checksums(),
                plain.writers(),
                plain.timeout(),
                plain.connections());
    }

    private static SSLContext context(KeyStore key) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key, SECRET.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /// A key with a certificate of its own making, by the JDK's tool.
    private KeyStore key() throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "store",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=store",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        SECRET)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, SECRET.toCharArray());
        }
        return store;
    }
}
