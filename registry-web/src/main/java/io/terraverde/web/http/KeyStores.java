package io.terraverde.web.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the files of {@link Tls} into a key store.
final class KeyStores {
    private static final Pattern PEM_KEY = Pattern.compile(
            "-----BEGIN (PRIVATE KEY|RSA PRIVATE KEY|EC PRIVATE KEY)-----([^-]+)-----END \\1-----", Pattern.DOTALL);
    /// INTEGER 0, then SEQUENCE { rsaEncryption, NULL } (RFC 8017, appendix A.1).
    private static final byte[] RSA_HEAD = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
    /// OBJECT IDENTIFIER ecPublicKey (RFC 5480, section 2.1.1).
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private KeyStores() {}

    /// Loads the key and its certificates.
    ///
    /// @throws IllegalArgumentException naming the file that cannot be used, and why
    static KeyStore load(Tls tls) {
        return switch (tls) {
            case Tls.Pem pem -> loadPem(pem);
            case Tls.Pkcs12 pkcs12 -> loadPkcs12(pkcs12);
        };
    }

    /// What protects the key inside the store.
    static String passphrase(Tls tls) {
        return tls instanceof Tls.Pkcs12 pkcs12 ? pkcs12.passphrase() : "";
    }

    private static KeyStore loadPkcs12(Tls.Pkcs12 tls) {
        try (InputStream file = Files.newInputStream(tls.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, tls.passphrase().toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot use the https.pfx file " + tls.file() + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore loadPem(Tls.Pem tls) {
        PrivateKey key = readKey(tls.key());
        List<Certificate> chain = new ArrayList<>(readCertificates(tls.certificate(), "https.cert"));
        tls.authorities().ifPresent(file -> chain.addAll(readCertificates(file, "https.ca")));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain.toArray(new Certificate[0]));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "cannot use " + tls.key() + " with " + tls.certificate() + ": " + e.getMessage(), e);
        }
    }

    private static List<Certificate> readCertificates(Path file, String setting) {
        try {
            byte[] text = Files.readAllBytes(file);
            List<Certificate> certificates = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text)));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the " + setting + " file " + file + " holds no certificate");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot read the " + setting + " file " + file + ": " + e, e);
        }
    }

    private static PrivateKey readKey(Path file) {
        try {
            Matcher pem = PEM_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw new IllegalArgumentException("the https.key file " + file
                        + " holds no private key in PEM form; an encrypted one must be decrypted first");
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return switch (pem.group(1)) {
                case "RSA PRIVATE KEY" -> key("RSA", wrap(RSA_HEAD, der));
                case "EC PRIVATE KEY" -> key("EC", wrap(ecHead(der), der));
                default -> anyKey(der);
            };
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot read the https.key file " + file + ": " + e, e);
        }
    }

    private static PrivateKey anyKey(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException refusal =
                new InvalidKeySpecException("it is neither an RSA, nor an EC, nor an EdDSA key");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return key(algorithm, pkcs8);
            } catch (InvalidKeySpecException e) {
                refusal.addSuppressed(e);
            }
        }
        throw refusal;
    }

    private static PrivateKey key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /// The curve stands in the key itself, tagged [0] (RFC 5915, section 3).
    private static byte[] ecHead(byte[] sec1) throws InvalidKeySpecException {
        for (int i = 0; i + 2 < sec1.length; i++) {
            int length = sec1[i + 1];
            boolean curve = sec1[i] == (byte) 0xa0 && length > 2 && i + 2 + length <= sec1.length && sec1[i + 2] == 6;
            if (curve) {
                ByteArrayOutputStream algorithm = new ByteArrayOutputStream();
                algorithm.writeBytes(EC_PUBLIC_KEY);
                algorithm.write(sec1, i + 2, length);
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                head.writeBytes(new byte[] {2, 1, 0});
                head.writeBytes(tagged(0x30, algorithm.toByteArray()));
                return head.toByteArray();
            }
        }
        throw new InvalidKeySpecException("the EC key does not name its curve");
    }

    /// PKCS#8 (RFC 5208): SEQUENCE { version, algorithm, OCTET STRING { key } }.
    private static byte[] wrap(byte[] head, byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(head);
        content.writeBytes(tagged(4, key));
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 4);
        bytes.write(tag);
        if (content.length < 128) {
            bytes.write(content.length);
        } else if (content.length < 256) {
            bytes.write(0x81);
            bytes.write(content.length);
        } else {
            bytes.write(0x82);
            bytes.write(content.length >> 8);
            bytes.write(content.length);
        }
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }
}
