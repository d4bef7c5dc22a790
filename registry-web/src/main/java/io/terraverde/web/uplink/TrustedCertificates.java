package io.terraverde.web.uplink;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// How the certificate of a server is checked.
final class TrustedCertificates {
    private static final String PEM = "-----BEGIN ";

    private TrustedCertificates() {}

    /// For Jetty.
    ///
    /// @param label whose settings these are, for messages
    /// @throws IllegalArgumentException when `ca` holds no certificates
    static SslContextFactory.Client contextFactory(String label, UpstreamOptions.Tls tls) {
        SslContextFactory.Client factory = new SslContextFactory.Client(!tls.strict());
        factory.setEndpointIdentificationAlgorithm(tls.strict() ? "HTTPS" : null);
        if (tls.strict()) {
            tls.ca().map(ca -> trustStore(label, ca)).or(tls::usual).ifPresent(factory::setTrustStore);
        }
        return factory;
    }

    private static KeyStore trustStore(String label, String ca) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(label, ca)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException(label + ": ca has no certificates");
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(label + ": ca has something else than certificates", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String label, String ca)
            throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(
                        (ca.contains(PEM) ? ca : read(label, ca)).getBytes(StandardCharsets.US_ASCII)));
    }

    private static String read(String label, String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(label + ": ca is neither PEM text nor a file that can be read", e);
        }
    }
}
