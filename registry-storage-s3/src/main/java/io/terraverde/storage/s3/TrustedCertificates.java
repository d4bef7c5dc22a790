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

/// The only certificates that are trusted.
final class TrustedCertificates {
    private TrustedCertificates() {}

    /// Those of a file.
    ///
    /// @throws StorageException of kind `DENIED` when the file holds no certificates
    static TlsTrustManagersProvider of(Path file) {
        return of(store(file));
    }

    /// Those of a key store.
    static TlsTrustManagersProvider of(KeyStore trusted) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            TrustManager[] managers = factory.getTrustManagers();
            return () -> managers.clone();
        } catch (GeneralSecurityException e) {
            throw new StorageException(StorageException.Kind.DENIED, "cannot trust the certificates given", e);
        }
    }

    private static KeyStore store(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new StorageException(
                    StorageException.Kind.DENIED,
                    "cannot read the certificates in \"" + file + "\": terraverde.s3.ca names a PEM file",
                    e);
        }
    }
}
