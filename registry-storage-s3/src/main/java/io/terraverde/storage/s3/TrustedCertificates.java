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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.TlsTrustManagersProvider;

/// The certificates of a file, and no others.
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
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new StorageException(
                    StorageException.Kind.DENIED,
                    "cannot read the certificates in \"" + file + "\": terraverde.s3.ca names a PEM file",
                    e);
        }
    }
}
