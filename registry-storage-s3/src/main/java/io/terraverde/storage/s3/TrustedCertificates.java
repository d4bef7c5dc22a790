package io.terraverde.storage.s3;

import io.terraverde.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/// The platform's certificate authorities, and those of a file.
final class TrustedCertificates {
    private TrustedCertificates() {}

    /// @throws StorageException of kind `DENIED` when the file holds no certificates
    static TlsTrustManagersProvider of(Path file) {
        TrustManager[] managers = managers(file);
        return () -> managers.clone();
    }

    private static TrustManager[] managers(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate issuer : platform()) {
                store.setCertificateEntry("platform-" + count++, issuer);
            }
            for (Certificate own : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("own-" + count++, own);
            }
            return factory(store).getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new StorageException(
                    StorageException.Kind.DENIED,
                    "cannot read the certificates in \"" + file + "\": terraverde.s3.ca names a PEM file",
                    e);
        }
    }

    private static List<X509Certificate> platform() throws GeneralSecurityException {
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
