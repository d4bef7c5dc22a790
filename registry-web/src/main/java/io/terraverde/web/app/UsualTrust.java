package io.terraverde.web.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Which certificates servers outside may be signed by where no setting names the only ones: those that the JVM
/// trusts, and those of a file besides.
final class UsualTrust {
    private UsualTrust() {}

    /// Both together; empty without a file, when what the JVM does by itself is right.
    ///
    /// @throws IllegalArgumentException when the file holds something else than certificates
    static Optional<KeyStore> with(Optional<Path> extra) {
        return extra.map(file -> {
            try (InputStream pem = Files.newInputStream(file)) {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int number = 0;
                for (TrustManager manager : managers(null)) {
                    if (manager instanceof X509TrustManager jvm) {
                        for (X509Certificate certificate : jvm.getAcceptedIssuers()) {
                            store.setCertificateEntry("jvm-" + number++, certificate);
                        }
                    }
                }
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("extra-" + number++, certificate);
                }
                return store;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException("cannot read the certificates in \"" + file + "\"", e);
            }
        });
    }

    /// For clients of the JDK.
    static SSLContext context(KeyStore trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot trust these certificates", e);
        }
    }

    /// @param trusted null for what the JVM trusts
    private static TrustManager[] managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
